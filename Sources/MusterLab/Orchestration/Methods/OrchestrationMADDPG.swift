import MusterLearning

extension OrchestrationMethod {
  private static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimiser's rate for the actor")
  private static let criticRate = TraceKey.number(
    "critic-rate", 1e-3, in: 1e-9...1, "the optimiser's rate for the critic")
  private static let temperature = TraceKey.number(
    "temperature", 1, in: 0.01...100, "of the Gumbel-softmax: the lower, the nearer to a choice")
  private static let gradientNorm = OptimiserKeys.gradientNorm(1)
  private static let tau = TraceKey.number("tau", 0.01, in: 0...1, "how far target networks move, a step")

  /// MADDPG: actors that climb the slope of a centralised critic.
  static let maddpg = OrchestrationMethod(
    "maddpg", "The same world, actors that climb the slope of a centralised critic.",
    source: "MADDPG, Lowe et al., 2017; Gumbel-softmax, Jang et al., 2017",
    keys: [
      rate.parameter, criticRate.parameter, gradientNorm.parameter, temperature.parameter, tau.parameter,
      ValueKeys.memory.parameter, ValueKeys.batch.parameter, ValueKeys.warmUp.parameter,
    ]
  ) { spec, plan, world in
    try ValueKeys.check(spec)
    var settings = MADDPGSettings()
    settings.copies = plan.copies
    settings.discount = plan.discount
    settings.seed = plan.seed
    settings.actorRate = Float(try spec.value(rate))
    settings.criticRate = Float(try spec.value(criticRate))
    settings.temperature = Float(try spec.value(temperature))
    settings.tau = Float(try spec.value(tau))
    settings.gradientNorm = Float(try spec.value(gradientNorm))
    settings.memory = try spec.value(ValueKeys.memory)
    settings.batch = try spec.value(ValueKeys.batch)
    settings.warmUp = try spec.value(ValueKeys.warmUp)
    return try MADDPGTrainer(settings, world: world)
  }
}
