import MusterCore

/// A text and what some agents earned on it: what a routing word is fitted to before it is put into service.
package struct RoutingExample: Sendable {
  package var terms: [UInt32]
  package var rewards: [(agent: AgentID, reward: Double)]

  package init(terms: [UInt32], rewards: [(agent: AgentID, reward: Double)]) {
    self.terms = terms
    self.rewards = rewards
  }
}

/// A word that can be fitted to a table of answers as a whole.
protocol RouterFitting: ListScorer {
  /// Learns from a table in place of all that was learned. Rewards are finite.
  mutating func fit(_ examples: [RoutingExample])
}

extension RoutingScore: RouterFitting {}

extension Funnel {
  /// Fits every routing word to a table of answers.
  /// - Returns: how many words were fitted.
  mutating func fitRouters(to examples: [RoutingExample]) -> Int {
    var fitted = 0
    for index in steps.indices {
      guard var router = steps[index].scorer as? any RouterFitting else { continue }
      router.fit(examples)
      steps[index].scorer = router
      fitted += 1
    }
    return fitted
  }
}
