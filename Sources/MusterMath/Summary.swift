/// What n repeated measurements say: their mean, their spread, and how far the true mean may lie off.
///
/// The interval is Student's t: exact for normal values, good for means of many. `O(n)`.
public struct Summary: Sendable, Equatable {
  /// How many values there were.
  public let count: Int
  /// Their mean; 0 for none.
  public let mean: Double
  /// Their sample standard deviation; 0 for fewer than two.
  public let deviation: Double
  /// How far the interval reaches to either side of the mean; infinite for fewer than two values, which say
  /// nothing about their spread.
  public let halfWidth: Double

  /// Sums up a stream, with an interval that holds the true mean with probability `confidence`.
  public init(_ moments: RunningMoments, confidence: Double = 0.95) {
    count = moments.count
    mean = moments.mean
    deviation = moments.deviation
    if count < 2 {
      halfWidth = .infinity
    } else {
      let t = StudentT.quantile(0.5 + confidence / 2, degrees: Double(count - 1))
      halfWidth = t * deviation / Double(count).squareRoot()
    }
  }

  /// Sums up `values`.
  public init(_ values: [Double], confidence: Double = 0.95) {
    self.init(RunningMoments(values), confidence: confidence)
  }

  /// Sums up the differences `values[i] - baseline[i]` of two methods met with the same luck (the same seed or
  /// trace for each i). Far narrower than comparing two intervals, since the shared luck cancels. Both must be
  /// equally long.
  public static func paired(_ values: [Double], minus baseline: [Double], confidence: Double = 0.95) -> Self {
    precondition(values.count == baseline.count, "pairs need two equally long samples")
    var moments = RunningMoments()
    for (value, base) in zip(values, baseline) { moments.add(value - base) }
    return Self(moments, confidence: confidence)
  }

  /// The lower end of the interval.
  public var low: Double { mean - halfWidth }

  /// The upper end of the interval.
  public var high: Double { mean + halfWidth }

  /// Whether the interval leaves zero out: for paired differences, whether the methods differ.
  public var excludesZero: Bool { low > 0 || high < 0 }
}
