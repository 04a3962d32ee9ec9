import MusterLearning

extension OrchestrationMethod {
  private static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimisers' rate")
  private static let width = TraceKey.whole("width", 64, in: 1...1024, "numbers in an embedding")
  private static let divisor = TraceKey.number(
    "divisor", 8, in: 0.01...10_000,
    "what the first stage's dot products are divided by; the paper has 64, with which choices stay even for long"
  )
  private static let tau = TraceKey.number("tau", 0.005, in: 0...1, "how far target networks move, a step")
  private static let entropy = TraceKey.number("entropy", 0.01, in: 0...10, "weight of the entropy")

  /// Two-stage allocation: who stands for work is settled first, who gets a job after it.
  static let twoStage = OrchestrationMethod(
    "two-stage", "The same world, nodes that stand for work, then schedulers that choose among them.",
    source: "two-stage multi-entity allocation, 2024, arXiv 2407.00496",
    keys: [
      rate.parameter, width.parameter, divisor.parameter, tau.parameter, entropy.parameter,
      ValueKeys.memory.parameter, ValueKeys.batch.parameter, ValueKeys.warmUp.parameter,
    ]
  ) { spec, plan, world in
    var settings = TwoStageSettings()
    settings.width = try spec.value(width)
    settings.divisor = Float(try spec.value(divisor))
    settings.memory = try spec.value(ValueKeys.memory)
    settings.batch = try spec.value(ValueKeys.batch)
    settings.warmUp = try spec.value(ValueKeys.warmUp)
    settings.rate = Float(try spec.value(rate))
    settings.discount = plan.discount
    settings.tau = Float(try spec.value(tau))
    settings.entropy = Float(try spec.value(entropy))
    settings.seed = plan.seed
    return try TwoStageTrainer(settings, OrchestrationStages(), copies: plan.copies, world: world)
  }
}
