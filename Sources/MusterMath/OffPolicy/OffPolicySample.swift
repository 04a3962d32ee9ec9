/// One logged decision as off-policy evaluation sees it: what was chosen with which chance, what came of it,
/// and how another policy, the target, would have chosen in its place.
public struct OffPolicySample: Sendable, Equatable {
  /// What the decision brought, in the unit of rewards.
  public var reward: Double
  /// The probability with which the logging policy made this choice, in (0, 1].
  public var propensity: Double
  /// The probability with which the target would have made it, in 0...1.
  public var target: Double
  /// The reward that a model expects of the logged choice; 0 without a model.
  public var predicted: Double
  /// The reward that the model expects of the target: the sum over its choices of probability times
  /// prediction.
  public var expected: Double

  public init(
    reward: Double, propensity: Double, target: Double, predicted: Double = 0, expected: Double = 0
  ) {
    self.reward = reward
    self.propensity = propensity
    self.target = target
    self.predicted = predicted
    self.expected = expected
  }

  /// How many decisions like this one the target would have made for each that was logged.
  public var weight: Double { target / propensity }

  /// Throws what makes the sample unusable. A NaN fails every comparison and so is caught as well.
  func check(at index: Int) throws(OffPolicyError) {
    guard propensity > 0 && propensity <= 1 else {
      throw .sample(index, .propensity, found: propensity)
    }
    // Sums of rounded probabilities may exceed 1 in the last digits.
    guard target >= 0 && target <= 1 + 1e-9 else { throw .sample(index, .target, found: target) }
    guard reward.isFinite else { throw .sample(index, .reward, found: reward) }
    guard predicted.isFinite else { throw .sample(index, .predicted, found: predicted) }
    guard expected.isFinite else { throw .sample(index, .expected, found: expected) }
    guard weight.isFinite else { throw .sample(index, .weight, found: weight) }
  }
}

/// Samples or settings that no estimate can be made from.
public enum OffPolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no sample at all.
  case noSamples
  /// The sample at this place (from 0) has a number that cannot be.
  case sample(Int, Part, found: Double)
  /// A level, clip or threshold outside of its range.
  case setting(String, found: Double, expected: String)

  public enum Part: String, Sendable, Equatable {
    case reward, propensity, target, predicted, expected, weight
  }

  public var description: String {
    switch self {
    case .noSamples: "found no decisions to estimate from, expected at least one"
    case .sample(let index, .propensity, let found):
      "sample \(index): found propensity \(found), expected a number above 0 and at most 1; "
        + "leave out decisions whose propensity is not known"
    case .sample(let index, .target, let found):
      "sample \(index): found target probability \(found), expected a number in 0...1"
    case .sample(let index, let part, let found):
      "sample \(index): found \(part.rawValue) \(found), expected a finite number"
    case .setting(let name, let found, let expected): "found \(name) \(found), expected \(expected)"
    }
  }
}
