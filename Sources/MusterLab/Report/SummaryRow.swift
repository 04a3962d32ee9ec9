/// One metric of one policy over its seeds.
public struct SummaryRow: Sendable, Equatable {
  /// The policy.
  public var policy: String
  /// The metric's name.
  public var metric: String
  /// The mean over the seeds whose value is finite; not a number when there is none.
  public var mean: Double
  /// Half the width of the 95 % interval of the mean; nil below two seeds.
  public var ci95: Double?
  /// How many seeds the mean is over.
  public var n: Int
  /// The difference from the first policy; nil for the first policy itself and where no seed is shared.
  public var pairedDifference: PairedDifference?

  /// A row of a summary.
  public init(
    policy: String, metric: String, mean: Double, ci95: Double?, n: Int,
    pairedDifference: PairedDifference? = nil
  ) {
    self.policy = policy
    self.metric = metric
    self.mean = mean
    self.ci95 = ci95
    self.n = n
    self.pairedDifference = pairedDifference
  }
}

/// This policy minus the first one, seed by seed.
///
/// Pairing removes what a seed does to both policies alike, so the interval is usually much narrower than
/// the two intervals side by side suggest.
public struct PairedDifference: Sendable, Equatable {
  /// The mean of the differences, in the metric's unit.
  public var mean: Double
  /// Half the width of its 95 % interval; nil below two shared seeds.
  public var ci95: Double?
  /// How many seeds both policies share.
  public var n: Int

  /// A paired difference.
  public init(mean: Double, ci95: Double?, n: Int) {
    self.mean = mean
    self.ci95 = ci95
    self.n = n
  }

  /// Whether the interval leaves zero out; false without an interval.
  public var excludesZero: Bool {
    guard let ci95 else { return false }
    return mean.magnitude > ci95
  }
}
