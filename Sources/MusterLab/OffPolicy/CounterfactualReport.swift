import MusterCore
import MusterMath

/// What a log says about the policy that wrote it and about others.
public struct CounterfactualReport: Sendable, Equatable {
  /// How often the intervals should hold the truth.
  public var level: Double
  /// Leases in the log, and those of them that the estimates are made from.
  public var decisions: Int
  public var used: Int
  public var excluded: CounterfactualError.Excluded
  /// The mean reward of the logged decisions, with Student's interval.
  public var logged: OffPolicyEstimate
  public var targets: [Target]

  /// What it says about one policy.
  public struct Target: Sendable, Equatable {
    public var name: String
    public var inversePropensity: OffPolicyEstimate
    public var selfNormalised: OffPolicyEstimate
    public var doublyRobust: OffPolicyEstimate
    public var overlap: OffPolicyOverlap
    /// The share of decisions at which it would have let the task wait, which counts as a reward of 0.
    public var waiting: Double
    /// The share of its choices that are of agents that never had a task of this kind in the log.
    public var unseen: Double
    /// The share of its choices that fall on decisions made without chance (propensity 1) in another way.
    public var ruledOut: Double
    /// At how many decisions its probabilities were found by trial, with `draws` draws each.
    public var drawn: Int
    public var draws: Int

    /// What to know before relying on the estimates, worst first.
    public var warnings: [String] {
      var warnings = overlap.warnings.map(\.description)
      if ruledOut >= 0.01 {
        warnings.append(
          "\(percent(ruledOut)) of its choices were ruled out where the log was written without chance: "
            + "log with explore(...) or sampled(...)")
      }
      if unseen >= 0.01 {
        warnings.append("\(percent(unseen)) of its choices are of agents never tried on that kind of task")
      }
      if waiting >= 0.01 { warnings.append("it would have let \(percent(waiting)) of the tasks wait") }
      if drawn > 0 { warnings.append("no closed form for its chances: \(draws) draws at each decision") }
      return warnings
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
  }
}

extension CounterfactualReport {
  /// What to know about the log as a whole.
  public var warnings: [String] {
    var warnings: [String] = []
    if excluded.total > 0 { warnings.append("left out: \(excluded)") }
    if excluded.withoutOutcome * 20 > decisions {
      warnings.append(
        "decisions without an outcome are no random part of all: the means may lean to one side")
    }
    return warnings
  }
}
