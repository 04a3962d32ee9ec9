import MusterMath

/// The numbers that an expression can take: all between two finite bounds, both included.
struct Interval: Sendable, Equatable {
  var low: Double
  var high: Double

  init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }
  init(_ value: Double) { self.init(value, value) }

  /// Beyond this nothing counts as bounded: sums of scores stay far from overflow.
  static let limit = 1e30

  var isBounded: Bool { low >= -Interval.limit && high <= Interval.limit && low <= high }
  func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The number within the bounds that is nearest; what is no number gives the lower bound.
  func clamp(_ value: Double) -> Double { Double.minimum(Double.maximum(value, low), high) }

  /// The smallest that holds both.
  func hull(_ other: Interval) -> Interval { Interval(min(low, other.low), max(high, other.high)) }

  static prefix func - (a: Interval) -> Interval { Interval(-a.high, -a.low) }
  static func + (a: Interval, b: Interval) -> Interval { Interval(a.low + b.low, a.high + b.high) }
  static func - (a: Interval, b: Interval) -> Interval { a + -b }
  static func * (a: Interval, b: Interval) -> Interval { corners(a, b, *) }
  /// Of a divisor that cannot be 0.
  static func / (a: Interval, b: Interval) -> Interval { corners(a, b, /) }

  /// Least and greatest of what a function that rises or falls in each argument makes of the bounds.
  static func corners(_ a: Interval, _ b: Interval, _ f: (Double, Double) -> Double) -> Interval {
    let values = [f(a.low, b.low), f(a.low, b.high), f(a.high, b.low), f(a.high, b.high)]
    return Interval(values.reduce(.infinity, Double.minimum), values.reduce(-.infinity, Double.maximum))
  }

  func min(_ other: Interval) -> Interval { Interval(Swift.min(low, other.low), Swift.min(high, other.high)) }
  func max(_ other: Interval) -> Interval { Interval(Swift.max(low, other.low), Swift.max(high, other.high)) }

  var magnitude: Interval {
    let most = Swift.max(low.magnitude, high.magnitude)
    return contains(0) ? Interval(0, most) : Interval(Swift.min(low.magnitude, high.magnitude), most)
  }

  private func min(_ a: Double, _ b: Double) -> Double { Swift.min(a, b) }
  private func max(_ a: Double, _ b: Double) -> Double { Swift.max(a, b) }
}
