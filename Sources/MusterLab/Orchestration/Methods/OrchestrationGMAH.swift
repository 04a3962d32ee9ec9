import MusterLearning

extension OrchestrationMethod {
  private static let explore = TraceKey.number(
    "explore", 0.5, in: 0...1, "how often those who walk aim at a subgoal at random")
  private static let planningRate = TraceKey.number(
    "planning-rate", 5e-4, in: 1e-9...1, "the optimiser's rate for those who choose subgoals")
  private static let planningNorm = TraceKey.number(
    "planning-gradient-norm", ValueKeys.gradientNorm.fallback, in: 1e-6...1e6,
    "the greatest norm of a gradient of those who choose subgoals")

  /// GMAH: who chooses subgoals learns values of them, who walks there learns by PPO.
  static let gmah = OrchestrationMethod(
    "gmah", "The same world, subgoals by role, chosen on one level and walked to on another.",
    source: "GMAH, 2024, arXiv 2408.11416",
    keys: [
      explore.parameter, planningRate.parameter, planningNorm.parameter, ValueKeys.embedding.parameter,
    ] + PPOKeys.all + ValueKeys.shared
  ) { spec, plan, world in
    var settings = GMAHSettings()
    settings.walking = try PPOKeys.settings(spec, plan, shards: 1)
    settings.walking.isCentralised = false
    settings.planning = try ValueKeys.settings(spec, plan, rate: planningRate, gradientNorm: planningNorm)
    settings.planning.mixing = .monotone(embedding: try spec.value(ValueKeys.embedding))
    settings.planningSteps = plan.horizon
    settings.explore = try spec.value(explore)
    return try GMAHTrainer(settings, OrchestrationSubgoals(), world: world)
  }
}
