import MusterLearning

extension OrchestrationMethod {
  /// VDN: the team's value is the sum of the agents'.
  static let vdn = OrchestrationMethod(
    "vdn", "The same world, values of actions whose sum is the team's.", source: "VDN, Sunehag et al., 2018",
    keys: [ValueKeys.rate.parameter, ValueKeys.gradientNorm.parameter] + ValueKeys.shared
  ) { spec, plan, world in
    var settings = try ValueKeys.settings(spec, plan)
    settings.mixing = .sum
    return try ValueTrainer(settings, world: world)
  }
}
