/// Mean, variance and range of a stream, in five words: Welford's update (1962), merged by Chan, Golub and
/// LeVeque's rule (1979). Never subtracts large squares, so a small spread about a large mean survives. `O(1)` a
/// value.
public struct RunningMoments: Sendable, Equatable {
  /// How many values were added.
  public private(set) var count = 0
  /// Their mean; 0 before the first.
  public private(set) var mean = 0.0
  /// The least value; infinity before the first.
  public private(set) var minimum = Double.infinity
  /// The greatest value; minus infinity before the first.
  public private(set) var maximum = -Double.infinity
  /// The sum of squared distances from the mean.
  private var squares = 0.0

  /// No values yet.
  public init() {}

  /// The moments of `values`.
  public init(_ values: [Double]) {
    for value in values { add(value) }
  }

  /// Adds a value.
  public mutating func add(_ value: Double) {
    count += 1
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// Adds what another stream has seen. Equal to adding its values one by one, up to rounding.
  public mutating func merge(_ other: Self) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let distance = other.mean - mean
    let total = Double(count + other.count)
    let share = Double(other.count) / total
    squares += other.squares + distance * distance * Double(count) * share
    mean += distance * share
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The sample variance (over n - 1), in squared units; 0 for fewer than two values.
  public var variance: Double { count < 2 ? 0 : squares / Double(count - 1) }

  /// The sample standard deviation, in the unit of the values; 0 for fewer than two values.
  public var deviation: Double { variance.squareRoot() }

  /// The coefficient of variation: the standard deviation over the size of the mean, without unit. 0 where
  /// nothing varies, infinite for a spread about a mean of 0.
  public var variation: Double { deviation == 0 ? 0 : deviation / mean.magnitude }
}
