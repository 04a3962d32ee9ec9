import MusterPolicy

extension LearnedKind {
  /// What the methods of orchestration train: ``OrchestrationPolicy``.
  static let orchestration = [
    "roles", "mappo", "ippo", "vdn", "qmix", "coma", "maddpg", "two-stage", "commformer", "gmah", "intrinsic",
  ].map { method in
    LearnedKind(method) { checkpoint in
      let policy = try checkpoint.inner("policy")
      let team = try TrainedTeam(policy)
      try Network.expect(
        "observations of", team.shape.observationSize, OrchestrationLayout.observationSize)
      try Network.expect("actions", team.shape.actions, OrchestrationLayout.actions)
      // A policy that all agents share needs to know of no roles.
      if team.hearsOthers || !team.shape.roles.isEmpty {
        try Network.expect("agents of roles", Set(team.shape.roles).sorted(), [0, 1, 2])
      }
      let advice = try policy.read("advice") { try OrchestrationAdvice(from: &$0) }
      let scope = try policy.read("scope") { try OrchestrationScope(from: &$0) }
      return .listScorer(OrchestrationPolicy(team, advice: advice, scope: scope))
    }
  }
}
