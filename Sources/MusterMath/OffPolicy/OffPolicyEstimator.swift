/// How the value of a target policy is estimated from decisions of another: its mean reward a decision.
///
/// Formulas as in the Open Bandit Pipeline (Saito et al., 2021). `O(n)` each.
public enum OffPolicyEstimator: Sendable, Equatable {
  /// Inverse propensity scoring, the mean of weight times reward (Horvitz and Thompson, 1952). Unbiased where the
  /// logging policy could choose all that the target may; its spread grows with the weights.
  case inversePropensity
  /// The same with weights cut at a limit: less spread, biased towards 0 (Ionides, 2008).
  case clipped(Double)
  /// Self-normalised: the weighted mean of rewards (Swaminathan and Joachims, 2015). Biased by order 1/n, far less
  /// spread where the mean weight strays from 1, and never outside the range of the rewards.
  case selfNormalised
  /// Doubly robust: a model's expectation, corrected by the weighted errors of the model (Dudik et al., 2011).
  /// Unbiased where the propensities are right, however wrong the model is.
  case doublyRobust
  /// Doubly robust where the weight is at most the threshold, the model alone elsewhere (Wang et al., 2017).
  case switching(Double)

  /// What the estimate averages, one a sample; for the self-normalised estimate, its influence plus its value.
  func terms(_ samples: [OffPolicySample], meanWeight: Double) -> [Double] {
    switch self {
    case .inversePropensity: return samples.map { $0.weight * $0.reward }
    case .clipped(let limit): return samples.map { min($0.weight, limit) * $0.reward }
    case .selfNormalised:
      let value = samples.reduce(0) { $0 + $1.weight * $1.reward } / (meanWeight * Double(samples.count))
      return samples.map { value + $0.weight * ($0.reward - value) / meanWeight }
    case .doublyRobust: return samples.map { $0.expected + $0.weight * ($0.reward - $0.predicted) }
    case .switching(let threshold):
      return samples.map {
        $0.expected + ($0.weight <= threshold ? $0.weight * ($0.reward - $0.predicted) : 0)
      }
    }
  }

  func check() throws(OffPolicyError) {
    switch self {
    case .clipped(let limit):
      guard limit > 0 else { throw .setting("limit of weights", found: limit, expected: "more than 0") }
    case .switching(let threshold):
      guard threshold >= 0 else {
        throw .setting("threshold of weights", found: threshold, expected: "at least 0")
      }
    case .inversePropensity, .selfNormalised, .doublyRobust: break
    }
  }
}

/// An estimated value with its interval.
public struct OffPolicyEstimate: Sendable, Equatable {
  /// Mean reward a decision; NaN where the target would have made none of the logged choices.
  public var value: Double
  /// How far the interval reaches to either side; infinite where nothing is known.
  public var halfWidth: Double

  public init(value: Double, halfWidth: Double) {
    self.value = value
    self.halfWidth = halfWidth
  }

  public var low: Double { value - halfWidth }
  public var high: Double { value + halfWidth }

  /// Estimates from samples, which must not be empty.
  ///
  /// The interval is value ± t * s / sqrt(n), s the deviation of the terms (for the self-normalised estimate of its
  /// influence function: the delta method), t Student's with as many degrees of freedom as the weights leave:
  /// effective sample size minus 1, at least 1. Where all weights are alike this is the usual interval of a mean;
  /// where a few carry the sum it is wider, because then the deviation itself is known from a few only.
  ///
  /// - Parameter level: how often the interval should hold the truth, in 0..<1.
  /// - Throws: ``OffPolicyError`` for a sample or setting that cannot be.
  public static func from(
    _ samples: [OffPolicySample], by estimator: OffPolicyEstimator, level: Double = 0.9
  ) throws(OffPolicyError) -> OffPolicyEstimate {
    guard level >= 0 && level < 1 else {
      throw .setting("level", found: level, expected: "a number from 0 to below 1")
    }
    try estimator.check()
    let overlap = try OffPolicyOverlap(samples)
    guard overlap.effectiveCount > 0 else { return OffPolicyEstimate(value: .nan, halfWidth: .infinity) }
    let moments = RunningMoments(estimator.terms(samples, meanWeight: overlap.meanWeight))
    guard samples.count > 1 else { return OffPolicyEstimate(value: moments.mean, halfWidth: .infinity) }
    let t = StudentT.quantile(0.5 + level / 2, degrees: max(overlap.effectiveCount - 1, 1))
    return OffPolicyEstimate(
      value: moments.mean, halfWidth: t * moments.deviation / Double(samples.count).squareRoot())
  }
}
