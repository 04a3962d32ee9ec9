import MusterCore
import MusterMath
import MusterPolicy
import MusterWire

/// What is known of the policy in force: its sentence, how much it has learned, and how a roll-out and a shadow stand.
struct PolicyView: Sendable {
  let name: String
  /// Bytes of what was learned; nil where they were not counted.
  let learned: Int?
  let rollout: (new: String, status: RolloutStatus)?
  let shadow: (name: String, status: ShadowStatus)?
  /// What counts for it, and the weights of a vector's parts as they stand; nil for rewards as reported.
  let reward: (formula: String, weights: [(name: String, weight: Double)])?

  /// - Parameter weighs: whether to count the bytes of what was learned, which takes as long as a snapshot of it.
  init(_ policy: any Policy, weighs: Bool = false) {
    learned = weighs ? policy.snapshot().count : nil
    let credited = policy as? Credited
    reward = credited.map { ($0.credit.rule.description, $0.credit.weights) }
    var obeyed = credited?.policy ?? policy
    if let beside = obeyed as? Shadow {
      obeyed = beside.obeyed
      shadow = (beside.shadow.name, beside.status())
    } else {
      shadow = nil
    }
    if let trial = obeyed as? Rollout {
      name = trial.old.name
      rollout = (trial.new.name, trial.status)
    } else {
      name = obeyed.name
      rollout = nil
    }
  }

  func write(to text: inout JSONText) {
    text.object { text in
      text.member("policy", name)
      if let learned { text.member("learned_bytes", learned) }
      if let reward {
        text.member("reward", reward.formula)
        if !reward.weights.isEmpty {
          text.name("reward_weights")
          text.object { text in for (name, weight) in reward.weights { text.real(name, weight) } }
        }
      }
      if let rollout {
        text.name("rollout")
        text.object { text in
          text.member("policy", rollout.new)
          text.member("state", "\(rollout.status.state)")
          text.real("share", rollout.status.share)
          text.name("old")
          Self.write(rollout.status.old, to: &text)
          text.name("new")
          Self.write(rollout.status.new, to: &text)
          text.member("clamped_rewards", rollout.status.clamped)
        }
      }
      if let shadow { Self.write(shadow.name, shadow.status, to: &text) }
    }
  }

  private static func write(_ standing: RolloutStatus.Standing, to text: inout JSONText) {
    text.object { text in
      text.member("outcomes", standing.outcomes)
      text.real("mean", orNull: standing.mean)
      text.real("low", orNull: standing.low)
      text.real("high", orNull: standing.high)
    }
  }

  private static func write(_ name: String, _ status: ShadowStatus, to text: inout JSONText) {
    text.name("shadow")
    text.object { text in
      text.member("policy", name)
      text.member("decisions", status.decisions)
      text.real("agreement", orNull: status.agreement)
      text.member("outcomes", status.outcomes)
      text.member("skipped", status.skipped)
      text.real("effective_outcomes", orNull: status.effectiveCount)
      for (key, estimate) in [
        ("obeyed", status.obeyed), ("inverse_propensity", status.inversePropensity),
        ("self_normalised", status.selfNormalised),
      ] {
        text.name(key)
        text.object { text in
          text.real("mean", orNull: estimate.value)
          text.real("low", orNull: estimate.low)
          text.real("high", orNull: estimate.high)
        }
      }
      text.name("warnings")
      text.array { text in for warning in status.warnings { text.string("\(warning)") } }
    }
  }

  func write(to text: inout PrometheusText) {
    if let rollout {
      text.family("muster_rollout_state", .gauge, "1 for the state that the roll-out is in.")
      for state in GuardedRollout.State.allCases {
        text.sample(
          "muster_rollout_state", [("state", "\(state)")], state == rollout.status.state ? 1 : 0)
      }
      text.single(
        "muster_rollout_share", .gauge, "Share of the tasks under the new policy.", rollout.status.share)
      text.family("muster_rollout_outcomes_total", .counter, "Outcomes, by policy.")
      text.family("muster_rollout_reward_mean", .gauge, "Mean reward, by policy.")
      for (arm, standing) in [("old", rollout.status.old), ("new", rollout.status.new)] {
        text.sample("muster_rollout_outcomes_total", [("policy", arm)], Double(standing.outcomes))
        text.sample("muster_rollout_reward_mean", [("policy", arm)], standing.mean)
      }
    }
    if let shadow {
      text.single(
        "muster_shadow_agreement", .gauge, "Share of the choices that the shadow would have made as well.",
        shadow.status.agreement)
      text.single(
        "muster_shadow_reward_mean", .gauge,
        "What the shadow's mean reward would have been, self-normalised.",
        shadow.status.selfNormalised.value)
    }
  }
}

extension JSONText {
  /// A number, or null for one that is not finite.
  mutating func real(_ name: String, orNull value: Double) {
    if value.isFinite {
      real(name, value)
    } else {
      self.name(name)
      null()
    }
  }
}
