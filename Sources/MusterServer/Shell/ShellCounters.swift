import Synchronization

/// Counts of the shell's loop, for the metrics.
public final class ShellCounters: Sendable {
  private let factCount = Atomic<UInt64>(0)
  private let requestCount = Atomic<UInt64>(0)
  private let commitCount = Atomic<UInt64>(0)

  /// How long commits took.
  public let commitTimes = Histogram()

  public init() {}

  /// Facts made durable.
  public var facts: UInt64 { factCount.load(ordering: .relaxed) }
  /// Requests in batches that made facts.
  public var requests: UInt64 { requestCount.load(ordering: .relaxed) }
  public var commits: UInt64 { commitCount.load(ordering: .relaxed) }

  func committed(facts: Int, requests: Int) {
    factCount.add(UInt64(facts), ordering: .relaxed)
    requestCount.add(UInt64(requests), ordering: .relaxed)
    commitCount.add(1, ordering: .relaxed)
  }
}
