import MusterCore
import MusterLearning
import MusterMath
import MusterPolicy

/// Who decides in a replay of the orchestration world.
struct PoolPolicy: Sendable {
  let policy: any Policy
  var hasOneQueue = false

  /// A rule; by arrival, where the rule says so, else by fair share.
  init(_ rule: OrchestrationRule) {
    switch (rule.weights == nil, rule.screen) {
    case (true, .fragmentation): self.init(.pairScorer(Fragmentation()))
    case (true, .firstFit), (true, .random), (true, .mixed): self.init(nil)
    default: self.init(.listScorer(OrchestrationPolicy(nil, advice: rule.advice, scope: .pool)))
    }
    hasOneQueue = rule.order == .arrival
  }

  /// Trained agents, as `learned(FILE)` has them. Throws where a policy of these acts in no pool.
  init(_ learner: any TeamLearner, advisor: OrchestrationRule?) throws {
    self.init(
      .listScorer(
        OrchestrationPolicy(
          try TrainedTeam(learner.policy()), advice: advisor?.advice ?? .none, scope: .pool)))
  }

  /// The best by a score among those with room; without one, the first in a fixed order.
  private init(_ score: Stage?) {
    var funnel = Funnel()
    funnel.append(.pairScreen(Feasible()), name: "feasible")
    if let score { funnel.append(score, name: "score") }
    policy = Pipeline(name: "pool", funnel: funnel, matcher: Best(), matchWord: "best")
  }

  /// The measures of each episode.
  func run(_ episodes: [PoolEpisode], threads: Int = 1) throws -> [OrchestrationMeasures] {
    try Workers.map(episodes.count, threads: threads) {
      try episodes[$0].run(policy, hasOneQueue: hasOneQueue)
    }
  }
}
