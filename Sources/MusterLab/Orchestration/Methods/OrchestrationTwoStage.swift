import MusterLearning

extension OrchestrationMethod {
  private static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimisers' rate")
  private static let entropy = TraceKey.number("entropy", 0.01, in: 0...10, "weight of the entropy")

  /// Two-stage allocation: who stands for work is settled first, who gets a job after it.
  static let twoStage = OrchestrationMethod(
    "two-stage", "The same world, nodes that stand for work, then schedulers that choose among them.",
    source: "two-stage multi-entity allocation, 2024, arXiv 2407.00496",
    keys: [
      rate.parameter, TwoStageKeys.gradientNorm.parameter, TwoStageKeys.width.parameter,
      TwoStageKeys.divisor.parameter, TwoStageKeys.tau.parameter, entropy.parameter,
      ValueKeys.memory.parameter, ValueKeys.batch.parameter, ValueKeys.warmUp.parameter,
    ]
  ) { spec, plan, world in
    try ValueKeys.check(spec)
    var settings = TwoStageSettings()
    settings.width = try spec.value(TwoStageKeys.width)
    settings.divisor = Float(try spec.value(TwoStageKeys.divisor))
    settings.memory = try spec.value(ValueKeys.memory)
    settings.batch = try spec.value(ValueKeys.batch)
    settings.warmUp = try spec.value(ValueKeys.warmUp)
    settings.rate = Float(try spec.value(rate))
    settings.gradientNorm = Float(try spec.value(TwoStageKeys.gradientNorm))
    settings.discount = plan.discount
    settings.tau = Float(try spec.value(TwoStageKeys.tau))
    settings.entropy = Float(try spec.value(entropy))
    settings.seed = plan.seed
    return try TwoStageTrainer(settings, OrchestrationStages(), copies: plan.copies, world: world)
  }
}
