import MusterCore
import MusterLearning
import MusterPolicy

extension Settings {
  /// The policy as it is set: by itself, with a new one on a share of the tasks, with a shadow beside it.
  func makePolicy() throws -> any Policy {
    var made: any Policy = try Sentence(policy, in: .complete).policy()
    if let trial = rollout.policy {
      made = Rollout(
        old: made, new: try Sentence(trial, in: .complete).policy(),
        try RolloutSettings(
          share: rollout.share, margin: rollout.margin, level: rollout.level, minimum: rollout.minimum,
          promotes: rollout.promotes))
    }
    if let shadow { made = Shadow(obeyed: made, shadow: try Sentence(shadow, in: .complete).policy()) }
    return made
  }
}
