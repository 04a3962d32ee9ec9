import MusterLearning

extension OrchestrationMethod {
  /// MAPPO: one policy for all agents, a centralised critic.
  static let mappo = OrchestrationMethod(
    "mappo", "The same world, one policy for all agents, a centralised critic.",
    source: "MAPPO, Yu et al., 2022", keys: PPOKeys.all
  ) { spec, plan, world in
    try PPOTrainer(try PPOKeys.settings(spec, plan), threads: 1, world: world)
  }
}
