import MusterLearning

extension OrchestrationMethod {
  private static let potential = TraceKey.choice(
    "potential", Switch.on, "pay discount * V(s') - V(s) beside, V being the team's value")
  private static let sharing = TraceKey.choice(
    "sharing", Sharing.apart, "one policy for each role, or one for all")

  private static let advice = TraceKey.whole(
    "advice", 30_000, in: 0...1_000_000_000,
    "frames in which agents first learn to do as the rule of thumb that does best on the training tasks")

  private enum Switch: String, Sendable, CaseIterable { case on, off }
  private enum Sharing: String, Sendable, CaseIterable { case apart, shared }

  /// One policy for each role, a centralised critic, rewards of one's own and the team's and the potential term.
  /// Agents begin with what is known already: they learn a rule of thumb first.
  public static let roles: OrchestrationMethod = {
    var method = OrchestrationMethod(
      "roles", "Schedulers, compute and storage nodes, a policy each, over a trace's cluster.",
      source: "role-based orchestration, Yao, Liu and Dai, 2025; MAPPO, Yu et al., 2022",
      keys: [potential.parameter, sharing.parameter, advice.parameter] + PPOKeys.all
    ) { spec, plan, world in
      var settings = try PPOKeys.settings(spec, plan)
      settings.design = try spec.value(sharing) == .apart ? .roles : .shared
      settings.usesPotential = try spec.value(potential) == .on
      settings.adviceFrames = try spec.value(advice)
      return try PPOTrainer(settings, threads: 1, world: world)
    }
    method.usesAdvice = true
    return method
  }()

  /// The same with another weight of one's own reward, policies shared over roles, no potential, or no advice.
  public static func roles(
    localWeight: Float, isApart: Bool = true, usesPotential: Bool = true, isAdvised: Bool = true
  ) -> OrchestrationMethod {
    let tags = [
      localWeight == 0.5 ? "" : " w=\(localWeight)", isApart ? "" : " shared",
      usesPotential ? "" : " no-potential", isAdvised ? "" : " unadvised",
    ]
    var method = roles.with(
      ["sharing=\(isApart ? "apart" : "shared")", "potential=\(usesPotential ? "on" : "off")"]
        + (isAdvised ? [] : ["advice=0"]),
      name: "roles" + tags.joined())
    method.localWeight = localWeight
    return method
  }
}
