import MusterLearning

extension OrchestrationMethod {
  private static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimiser's rate")

  /// QMIX: the team's value is a monotone function of the agents', by the state.
  static let qmix = OrchestrationMethod(
    "qmix", "The same world, values of actions that a monotone mixer joins.",
    source: "QMIX, Rashid et al., 2018",
    keys: [rate.parameter, ValueKeys.embedding.parameter] + ValueKeys.all
  ) { spec, plan, world in
    var settings = try ValueKeys.settings(spec, plan)
    settings.mixing = .monotone(embedding: try spec.value(ValueKeys.embedding))
    settings.rate = Float(try spec.value(rate))
    return try ValueTrainer(settings, world: world)
  }
}
