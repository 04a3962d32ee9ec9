import MusterLearning

extension OrchestrationMethod {
  private static let rate = TraceKey.number("rate", 1e-3, in: 1e-9...1, "the optimiser's rate for the actor")
  private static let criticRate = TraceKey.number(
    "critic-rate", 1e-3, in: 1e-9...1, "the optimiser's rate for the critic")
  private static let lambda = TraceKey.number("lambda", 0.8, in: 0...1, "of the critic's targets")
  private static let entropy = TraceKey.number("entropy", 0.01, in: 0...10, "weight of the entropy bonus")
  private static let gradientNorm = OptimiserKeys.gradientNorm(10)
  private static let epochs = TraceKey.whole(
    "critic-epochs", 4, in: 1...1000, "steps of the critic on each batch")
  private static let period = TraceKey.whole(
    "target-period", 5, in: 1...1_000_000, "updates between copies of the critic that targets come from")

  /// COMA: advantages against what the agent would have done instead, the others held.
  static let coma = OrchestrationMethod(
    "coma", "The same world, a critic that tells each agent's own part from the others'.",
    source: "COMA, Foerster et al., 2018",
    keys: [
      rate.parameter, criticRate.parameter, gradientNorm.parameter, lambda.parameter, entropy.parameter,
      epochs.parameter, period.parameter,
    ]
  ) { spec, plan, world in
    var settings = COMASettings()
    settings.copies = plan.copies
    settings.horizon = plan.horizon
    settings.discount = plan.discount
    settings.seed = plan.seed
    settings.actorRate = Float(try spec.value(rate))
    settings.criticRate = Float(try spec.value(criticRate))
    settings.lambda = Float(try spec.value(lambda))
    settings.entropy = Float(try spec.value(entropy))
    settings.gradientNorm = Float(try spec.value(gradientNorm))
    settings.criticEpochs = try spec.value(epochs)
    settings.targetPeriod = try spec.value(period)
    return try COMATrainer(settings, world: world)
  }
}
