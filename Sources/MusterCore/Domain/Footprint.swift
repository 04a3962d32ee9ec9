import MusterMath

/// What has to be carried when a running task moves, and what that costs.
@frozen public struct Footprint: Hashable, Sendable {
  /// Memory to move, MiB.
  public var memoryMiB: Double
  /// How fast the task dirties it, MiB a second.
  public var dirtyMiBPerSecond: Double

  @inlinable public init(memoryMiB: Double = 0, dirtyMiBPerSecond: Double = 0) {
    self.memoryMiB = memoryMiB
    self.dirtyMiBPerSecond = dirtyMiBPerSecond
  }
  @inlinable public static var none: Footprint { Footprint() }
}

/// The cost of moving a running task by pre-copy live migration: memory is copied in rounds while the task runs
/// on; each round copies what the last one left dirty, and the rest is copied while it stands still.
///
/// Source: Sliwko (2509.22704), the standard pre-copy model. With r = dirty rate / bandwidth and n rounds,
/// traffic = M (1 - r^(n+1)) / (1 - r) and downtime = M r^n / bandwidth. Cost: O(n).
@frozen public struct MigrationCost: Hashable, Sendable {
  /// Copied in all, MiB.
  public var trafficMiB: Double
  /// How long the task stands still, seconds.
  public var downtimeSeconds: Double

  @inlinable public init(trafficMiB: Double, downtimeSeconds: Double) {
    self.trafficMiB = trafficMiB
    self.downtimeSeconds = downtimeSeconds
  }

  /// - Parameters:
  ///   - bandwidth: MiB a second, above zero.
  ///   - rounds: pre-copy rounds n; zero stops the task at once (stop and copy).
  public static func preCopy(_ footprint: Footprint, bandwidth: Double, rounds: Int) -> MigrationCost {
    let memory = footprint.memoryMiB
    guard memory > 0, bandwidth > 0 else { return MigrationCost(trafficMiB: 0, downtimeSeconds: 0) }
    let ratio = footprint.dirtyMiBPerSecond / bandwidth
    var power = 1.0
    var series = 1.0
    // The closed form divides by 1 - r; the sum is the same and has no hole at r = 1.
    for _ in 0..<max(rounds, 0) {
      power *= ratio
      series += power
    }
    return MigrationCost(trafficMiB: memory * series, downtimeSeconds: memory * power / bandwidth)
  }
}
