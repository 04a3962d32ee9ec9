import MusterLearning

extension OrchestrationMethod {
  /// QMIX: the team's value is a monotone function of the agents', by the state.
  static let qmix = OrchestrationMethod(
    "qmix", "The same world, values of actions that a monotone mixer joins.",
    source: "QMIX, Rashid et al., 2018",
    keys: [
      ValueKeys.rate.parameter, ValueKeys.embedding.parameter, ValueKeys.gradientNorm.parameter,
    ] + ValueKeys.shared
  ) { spec, plan, world in
    var settings = try ValueKeys.settings(spec, plan)
    settings.mixing = .monotone(embedding: try spec.value(ValueKeys.embedding))
    return try ValueTrainer(settings, world: world)
  }
}
