import MusterLearning

extension OrchestrationMethod {
  private static let explore = TraceKey.number(
    "explore", 0.5, in: 0...1, "how often those who walk aim at a subgoal at random")
  private static let planningRate = TraceKey.number(
    "planning-rate", 5e-4, in: 1e-9...1, "the optimiser's rate for those who choose subgoals")

  /// GMAH: who chooses subgoals learns values of them, who walks there learns by PPO.
  static let gmah = OrchestrationMethod(
    "gmah", "The same world, subgoals by role, chosen on one level and walked to on another.",
    source: "GMAH, 2024, arXiv 2408.11416",
    keys: [explore.parameter, planningRate.parameter, ValueKeys.embedding.parameter] + PPOKeys.all
      + ValueKeys.all
  ) { spec, plan, world in
    var settings = GMAHSettings()
    settings.walking = try PPOKeys.settings(spec, plan)
    settings.walking.isCentralised = false
    settings.planning = try ValueKeys.settings(spec, plan)
    settings.planning.mixing = .monotone(embedding: try spec.value(ValueKeys.embedding))
    settings.planning.rate = Float(try spec.value(planningRate))
    settings.planningSteps = plan.horizon
    settings.explore = try spec.value(explore)
    return try GMAHTrainer(settings, OrchestrationSubgoals(), world: world)
  }
}

/// What the roles of an ``OrchestrationWorld`` can aim at. For an agent that is there, something always can be.
///
/// Scheduler: no job, at most three jobs, or jobs that wait two epochs at most on average. Compute node: all its
/// processors promised, nine tenths of them in use at most, or nothing on it. Storage node: no more load than the
/// mean, no less, or nine tenths of its reads from its own rack.
struct OrchestrationSubgoals: Subgoals {
  var count: Int { 3 }

  func feasible(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>) {
    reached(observation, into: flags)
    let isThere = OrchestrationSeen(observation).role != nil
    for goal in 0..<count { flags[goal] = isThere && flags[goal] == 0 ? 1 : 0 }
  }

  func reached(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>) {
    let seen = OrchestrationSeen(observation)
    let goals: (Bool, Bool, Bool)
    switch seen.role {
    case .scheduler: goals = (seen.queued < 0.5, seen.queued < 3.5, seen.wait <= 2)
    case .compute: goals = (seen.promised >= 1, seen.usage <= 0.9, seen.promised == 0)
    case .storage: goals = (seen.load <= seen.meanLoad, seen.load > seen.meanLoad, seen.local >= 0.9)
    case nil: goals = (false, false, false)
    }
    (flags[0], flags[1], flags[2]) = (goals.0 ? 1 : 0, goals.1 ? 1 : 0, goals.2 ? 1 : 0)
  }
}
