import MusterLearning

extension OrchestrationMethod {
  /// Independent PPO: one policy for all agents, and a critic that sees what an agent sees.
  static let ippo = OrchestrationMethod(
    "ippo", "The same world, one policy for all agents, each its own critic.", source: "de Witt et al., 2020",
    keys: PPOKeys.all
  ) { spec, plan, world in
    var settings = try PPOKeys.settings(spec, plan)
    settings.isCentralised = false
    return try PPOTrainer(settings, threads: 1, world: world)
  }
}
