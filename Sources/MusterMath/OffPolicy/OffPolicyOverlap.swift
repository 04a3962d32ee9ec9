/// How well logged decisions stand for those of a target policy: what the weights say.
public struct OffPolicyOverlap: Sendable, Equatable {
  /// How many decisions.
  public var count: Int
  /// As many equally weighted decisions would know as much: (sum of weights)^2 / sum of squared weights
  /// (Kish, 1965); 0 where the target would have made none of the choices.
  public var effectiveCount: Double
  public var greatestWeight: Double
  /// Near 1 where the logging policy could choose all that the target may: each missing hundredth is a
  /// hundredth of the target's choices that the log cannot speak of, up to chance.
  public var meanWeight: Double
  /// Standard error of the mean weight.
  public var meanWeightError: Double

  /// - Throws: ``OffPolicyError`` for no sample, or one that cannot be.
  public init(_ samples: [OffPolicySample]) throws(OffPolicyError) {
    guard !samples.isEmpty else { throw .noSamples }
    var moments = RunningMoments()
    var greatest = 0.0
    for (index, sample) in samples.enumerated() {
      try sample.check(at: index)
      moments.add(sample.weight)
      greatest = max(greatest, sample.weight)
    }
    // In parts of the greatest, so that no square overflows.
    var (sum, squares) = (0.0, 0.0)
    if greatest > 0 {
      for sample in samples {
        let part = sample.weight / greatest
        sum += part
        squares += part * part
      }
    }
    count = samples.count
    effectiveCount = squares > 0 ? sum * sum / squares : 0
    greatestWeight = greatest
    meanWeight = moments.mean
    meanWeightError = moments.deviation / Double(count).squareRoot()
  }

  /// What to be told before relying on the estimates.
  public var warnings: [Warning] {
    if effectiveCount == 0 { return [.noOverlap] }
    var warnings: [Warning] = []
    if effectiveCount < Double(count) / 10 { warnings.append(.fewEffective(effectiveCount, of: count)) }
    if meanWeight + 3 * meanWeightError < 1 - 1e-9 { warnings.append(.missingMass(1 - meanWeight)) }
    return warnings
  }

  public enum Warning: Sendable, Equatable, CustomStringConvertible {
    /// The target would have made none of the logged choices.
    case noOverlap
    /// The effective sample size is below a tenth of the decisions.
    case fewEffective(Double, of: Int)
    /// The mean weight is below 1 by more than three standard errors: this share of the target's choices
    /// could not, or could hardly ever, be found in the log.
    case missingMass(Double)

    public var description: String {
      switch self {
      case .noOverlap: "the policy would have made none of the logged choices: nothing can be said"
      case .fewEffective(let effective, let count):
        "the log knows as much about it as \(Int(effective)) decisions of its own would, of \(count)"
      case .missingMass(let share):
        "about \(Int((share * 100).rounded())) % of its choices have no counterpart in the log"
      }
    }
  }
}
