import MusterLearning

extension OrchestrationMethod {
  private static let potential = TraceKey.choice(
    "potential", Switch.on, "pay discount * V(s') - V(s) beside, V being the team's value")
  private static let sharing = TraceKey.choice(
    "sharing", Sharing.apart, "one policy for each role, or one for all")

  private static let adviceWeight = TraceKey.number(
    "advice-weight", 0.1, in: 0...100, "of advice afterwards, beside what agents are paid")

  private enum Switch: String, Sendable, CaseIterable { case on, off }
  private enum Sharing: String, Sendable, CaseIterable { case apart, shared }

  /// One policy for each role, a centralised critic, rewards of one's own and the team's and the potential term.
  /// Agents begin with what is known already: they see what a rule would do, and learn to do that first. The rule's
  /// weights are searched for on the training tasks: see ``OrchestrationSearch``.
  public static let roles = OrchestrationMethod(
    "roles", "Schedulers, compute and storage nodes, a policy each, over a trace's cluster.",
    source: "role-based orchestration, Yao, Liu and Dai, 2025; MAPPO, Yu et al., 2022",
    keys: [
      potential.parameter, sharing.parameter, search.parameter, advice.parameter, adviceWeight.parameter,
    ] + PPOKeys.all
  ) { spec, plan, world in
    var settings = try PPOKeys.settings(spec, plan)
    settings.design = try spec.value(sharing) == .apart ? .roles : .shared
    settings.usesPotential = try spec.value(potential) == .on
    settings.adviceFrames = try spec.value(advice)
    settings.adviceWeight = settings.adviceFrames == 0 ? 0 : Float(try spec.value(adviceWeight))
    return try PPOTrainer(settings, threads: 1, world: world)
  }

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
