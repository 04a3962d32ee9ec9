/// The average of a value that holds until it changes, such as a queue's length or the busy share of a pool,
/// weighted by how long it held. `O(1)` a change.
public struct TimeWeighted: Sendable, Equatable {
  /// The value since the last change.
  public private(set) var value: Double
  /// The least value there was, however briefly.
  public private(set) var minimum: Double
  /// The greatest value there was, however briefly.
  public private(set) var maximum: Double
  private let start: Int64
  private var last: Int64
  private var area = 0.0

  /// Begins with `value` at `start` nanoseconds.
  public init(_ value: Double, at start: Int64) {
    self.value = value
    self.start = start
    last = start
    minimum = value
    maximum = value
  }

  /// The value changes at `now` nanoseconds, which must not lie before the last change. Of several changes at
  /// one instant only the last counts in the average.
  public mutating func set(_ value: Double, at now: Int64) {
    area = integral(until: now)
    last = now
    self.value = value
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// The value changes by `step` at `now` nanoseconds.
  public mutating func add(_ step: Double, at now: Int64) { set(value + step, at: now) }

  /// The value summed over time up to `now`, in its unit times nanoseconds.
  public func integral(until now: Int64) -> Double {
    precondition(now >= last, "time does not go back")
    return area + value * Double(now - last)
  }

  /// The average from the start to `now` nanoseconds; the value itself where no time has passed.
  public func average(until now: Int64) -> Double {
    now == start ? value : integral(until: now) / Double(now - start)
  }
}
