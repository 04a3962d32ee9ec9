/// How the value of a target policy is estimated from decisions of another: its mean reward a decision.
///
/// Formulas as in the Open Bandit Pipeline (Saito et al., 2021). `O(n)` each.
public enum OffPolicyEstimator: Sendable, Equatable {
  /// Inverse propensity scoring, the mean of weight times reward (Horvitz and Thompson, 1952). Unbiased where
  /// the logging policy could choose all that the target may; its spread grows with the weights.
  case inversePropensity
  /// The same with weights cut at a limit: less spread, biased towards 0 (Ionides, 2008).
  case clipped(Double)
  /// Self-normalised: the weighted mean of rewards (Swaminathan and Joachims, 2015). Biased by order 1/n, far
  /// less spread where the mean weight strays from 1, and never outside the range of the rewards.
  case selfNormalised
  /// Doubly robust: a model's expectation, corrected by the weighted errors of the model (Dudik et al.,
  /// 2011). Unbiased where the propensities are right, however wrong the model is.
  case doublyRobust
  /// Doubly robust where the weight is at most the threshold, the model alone elsewhere (Wang et al., 2017).
  case switching(Double)

  /// The estimate, and one term a sample whose spread tells how far it may be off.
  ///
  /// For the self-normalised estimate the terms are its influence function (the delta method). There, and in
  /// the errors of the model, each is blown up by (1 - 1/n) / (1 - its share of all weights), as if it had
  /// been left out of the estimate that it is compared with (the jackknife): else samples that carry much of
  /// the sum hide the spread.
  func judge(_ samples: [OffPolicySample], meanWeight: Double) -> (value: Double, terms: [Double]) {
    let count = Double(samples.count)
    func leftOut(_ sample: OffPolicySample) -> Double {
      let share = sample.weight / (meanWeight * count)
      return share > 1 - 1e-9 ? .infinity : (1 - 1 / count) / (1 - share)
    }
    func mean(_ term: (OffPolicySample) -> Double) -> Double { samples.reduce(0) { $0 + term($1) } / count }
    func corrected(where counts: (OffPolicySample) -> Bool) -> (value: Double, terms: [Double]) {
      func error(_ sample: OffPolicySample) -> Double {
        counts(sample) ? sample.weight * (sample.reward - sample.predicted) : 0
      }
      return (
        mean { $0.expected + error($0) },
        samples.map { counts($0) ? $0.expected + error($0) * leftOut($0) : $0.expected }
      )
    }
    switch self {
    case .inversePropensity: return (mean { $0.weight * $0.reward }, samples.map { $0.weight * $0.reward })
    case .clipped(let limit):
      return (mean { min($0.weight, limit) * $0.reward }, samples.map { min($0.weight, limit) * $0.reward })
    case .selfNormalised:
      let value = mean { $0.weight * $0.reward } / meanWeight
      return (value, samples.map { $0.weight * ($0.reward - value) / meanWeight * leftOut($0) })
    case .doublyRobust: return corrected { _ in true }
    case .switching(let threshold): return corrected { $0.weight <= threshold }
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
  /// The interval is value ± t * s / sqrt(n), s the deviation of the terms (see the source: the delta method
  /// and the jackknife), t Student's with as many degrees of freedom as the weights leave:
  /// effective sample size minus 1, at least 1. Where all weights are alike this is the usual interval of a
  /// mean; where a few carry the sum it is wider, because then the deviation itself is known from a few only.
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
    let (value, terms) = estimator.judge(samples, meanWeight: overlap.meanWeight)
    let deviation = RunningMoments(terms).deviation
    // One sample that has all the weight leaves nothing to compare it with.
    guard samples.count > 1, deviation.isFinite else {
      return OffPolicyEstimate(value: value, halfWidth: .infinity)
    }
    let t = StudentT.quantile(0.5 + level / 2, degrees: max(overlap.effectiveCount - 1, 1))
    return OffPolicyEstimate(value: value, halfWidth: t * deviation / Double(samples.count).squareRoot())
  }
}
