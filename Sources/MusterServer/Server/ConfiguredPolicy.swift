import Foundation
import MusterCore
import MusterLearning
import MusterPolicy

extension Settings {
  /// What the policy begins with; nil for nothing. Throws ``ServerFailure``.
  func readLearned() throws -> LearnedState? {
    guard let learned else { return nil }
    guard let data = FileManager.default.contents(atPath: learned) else {
      throw ServerFailure("learned: found no file \(learned) that can be read, expected learned state")
    }
    do { return try LearnedState(Array(data)) } catch { throw ServerFailure("learned: \(learned): \(error)") }
  }

  /// The policy as it is set: by itself, with a new one on a share of the tasks, with a shadow beside it.
  /// - Parameter learned: what it begins with.
  func makePolicy(_ learned: LearnedState? = nil) throws -> any Policy {
    var made: any Policy = try Sentence(policy, in: .complete).policy()
    do { try learned?.teach(&made) } catch { throw ServerFailure("learned: \(error)") }
    let rule = try rewardRule()
    if let trial = rollout.policy {
      made = Rollout(
        old: made, new: try Sentence(trial, in: .complete).policy(),
        try RolloutSettings(
          share: rollout.share, margin: rollout.margin, level: rollout.level, minimum: rollout.minimum,
          rewards: rule?.range ?? 0...1, promotes: rollout.promotes))
    }
    if let shadow { made = Shadow(obeyed: made, shadow: try Sentence(shadow, in: .complete).policy()) }
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
