import MusterLearning

extension OrchestrationMethod {
  private static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimiser's rate")

  /// VDN: the team's value is the sum of the agents'.
  static let vdn = OrchestrationMethod(
    "vdn", "The same world, values of actions whose sum is the team's.", source: "VDN, Sunehag et al., 2018",
    keys: [rate.parameter] + ValueKeys.all
  ) { spec, plan, world in
    var settings = try ValueKeys.settings(spec, plan)
    settings.mixing = .sum
    settings.rate = Float(try spec.value(rate))
    return try ValueTrainer(settings, world: world)
  }
}
