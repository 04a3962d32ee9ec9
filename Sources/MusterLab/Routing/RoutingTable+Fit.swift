import MusterCore
import MusterPolicy

extension RoutingTable {
  /// What the routing words of a sentence know once they are fitted to both answers to every prompt.
  /// - Parameters:
  ///   - weak, strong: the agents that the models are.
  /// - Returns: nil for a sentence without a routing word.
  public func fitted(_ sentence: Sentence, weak: AgentID, strong: AgentID) -> LearnedState? {
    var policy = sentence.policy()
    let examples = (0..<count).map { prompt in
      RoutingExample(
        terms: terms[prompt],
        rewards: [(weak, self.weak[prompt] ? 1 : 0), (strong, self.strong[prompt] ? 1 : 0)])
    }
    guard policy.fitRouters(to: examples) > 0 else { return nil }
    policy.forgetDecisions()
    return LearnedState(
      sentence: sentence.description,
      agents: [.init(id: weak, name: "weak"), .init(id: strong, name: "strong")], kinds: [],
      snapshot: policy.snapshot())
  }
}
