import MusterCore
import MusterPolicy

extension Settings {
  /// The policy as it is set: by itself, with a new one on a share of the tasks, with a shadow beside it.
  func makePolicy() throws -> any Policy {
    var made: any Policy = try Sentence(policy).policy()
    let rule = try rewardRule()
    if let trial = rollout.policy {
      made = Rollout(
        old: made, new: try Sentence(trial).policy(),
        try RolloutSettings(
          share: rollout.share, margin: rollout.margin, level: rollout.level, minimum: rollout.minimum,
          rewards: rule?.range ?? 0...1, promotes: rollout.promotes))
    }
    if let shadow { made = Shadow(obeyed: made, shadow: try Sentence(shadow).policy()) }
    if let rule { made = Credited(made, by: rule) }
    return made
  }

  /// What counts for the policy; nil for rewards as reported.
  /// - Throws: ``Rubric/Fault``, ``FormulaError``.
  func rewardRule() throws -> RewardRule? {
    guard let reward else { return nil }
    return try RewardRule(reward, rubric: try rubric.map { text in try Rubric(text) })
  }
}
