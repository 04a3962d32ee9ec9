/// An amount of each named resource, in base units. At most ``dimensions`` names a pool; which lane a name has
/// is the ``Vocabulary``'s business, and the first three lanes are fixed: `cpu` (milli-CPU), `memory` (MiB),
/// `disk` (MiB).
@frozen public struct Resources: Hashable, Sendable, CustomStringConvertible {
  public typealias Lanes = SIMD8<Int64>
  public var lanes: Lanes

  /// The largest number of named resources in one pool.
  public static let dimensions = 8
  public static let cpuLane = 0
  public static let memoryLane = 1
  public static let diskLane = 2

  @inlinable public init(lanes: Lanes) { self.lanes = lanes }
  @inlinable public init(cpuMilli: Int64 = 0, memoryMiB: Int64 = 0, diskMiB: Int64 = 0) {
    lanes = Lanes(cpuMilli, memoryMiB, diskMiB, 0, 0, 0, 0, 0)
  }

  @inlinable public static var zero: Resources { Resources(lanes: .zero) }
  @inlinable public var cpuMilli: Int64 { lanes[Resources.cpuLane] }
  @inlinable public var memoryMiB: Int64 { lanes[Resources.memoryLane] }
  @inlinable public subscript(lane: Int) -> Int64 {
    get { lanes[lane] }
    set { lanes[lane] = newValue }
  }

  @inlinable public static func + (a: Resources, b: Resources) -> Resources {
    Resources(lanes: a.lanes &+ b.lanes)
  }
  @inlinable public static func - (a: Resources, b: Resources) -> Resources {
    Resources(lanes: a.lanes &- b.lanes)
  }
  @inlinable public static func += (a: inout Resources, b: Resources) { a.lanes &+= b.lanes }
  @inlinable public static func -= (a: inout Resources, b: Resources) { a.lanes &-= b.lanes }

  /// Whether every lane is at most the other's.
  @inlinable public func fits(in free: Resources) -> Bool {
    // An underflow cannot happen: amounts are kept within 2^46 by the checks at the edge.
    let missing = free.lanes &- lanes
    return missing.min() >= 0
  }
  @inlinable public var hasNegative: Bool { lanes.min() < 0 }

  public var description: String {
    "[" + (0..<Resources.dimensions).map { "\(lanes[$0])" }.joined(separator: ",") + "]"
  }
}
