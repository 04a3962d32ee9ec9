import MusterCore
import MusterLab
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("A router fitted to a table of answers") struct RouterFitTests {
  private struct Prompt {
    var text: String
    var isHard: Bool
  }

  private static func prompts(_ count: Int, seed: UInt64) -> [Prompt] {
    var random = Random(seed: seed)
    return (0..<count).map { _ in
      let isHard = random.bernoulli(0.4)
      let words =
        isHard ? ["prove", "lemma", "bound", "induction"] : ["name", "colour", "capital", "translate"]
      let text = (0..<8).map { _ in
        random.bernoulli(0.4) ? words[random.below(4)] : "word\(random.below(40))"
      }.joined(separator: " ")
      return Prompt(text: text, isHard: isHard)
    }
  }

  /// Weak models fail where prompts are about proofs; the strong one is right on nearly all.
  private static func table(_ count: Int, seed: UInt64) -> RoutingTable {
    var random = Random(seed: seed, stream: 1)
    return RoutingTable(
      prompts(count, seed: seed).map {
        RouteLLMRecord(
          prompt: $0.text, weakCorrect: random.bernoulli($0.isHard ? 0.2 : 0.9),
          strongCorrect: random.bernoulli(0.95))
      })
  }

  @Test(
    "knows from its first task on which prompts need the strong model",
    arguments: [
      "win-rate(threshold: 0.7)", "quality-gap(margin: 0.4)", "knn | cheapest(weight: 0.33)",
      "similarity | cheapest(weight: 0.33)", "cluster-mean(k: 8) | cheapest(weight: 0.33)",
    ])
  func knows(words: String) throws {
    let sentence = try Sentence("feasible | \(words) | best")
    let state = try #require(Self.table(600, seed: 1).fitted(sentence, weak: AgentID(7), strong: AgentID(3)))
    var policy = sentence.policy() as any Policy
    try LearnedState(state.bytes).teach(&policy)
    // A millionth of a dollar more for the strong model; above, that costs what it gains on average over all
    // prompts, 0.4 x 0.75 + 0.6 x 0.05: so that what decides is what the text tells.
    var fixture = FrameFixture(agents: [
      Agent(id: AgentID(3), price: Price(perTask: 1)), Agent(id: AgentID(7), price: Price(perTask: 0)),
    ])
    var plan = Plan()
    var strong = [0.0, 0.0]
    var all = [0.0, 0.0]
    for prompt in Self.prompts(400, seed: 2) {
      var task = Task(id: TaskID(1))
      task.terms = TextTerms.terms(of: prompt.text)
      fixture.offer([task])
      policy.plan(&fixture.frame, into: &plan)
      all[prompt.isHard ? 1 : 0] += 1
      if plan.agents[0] == 0 { strong[prompt.isHard ? 1 : 0] += 1 }
    }
    // Half of what an oracle reaches; a router that knows nothing has none.
    let told = strong[1] / all[1] - strong[0] / all[0]
    #expect(
      told > 0.5, "\(words): \(strong[1] / all[1]) of the hard and \(strong[0] / all[0]) of the easy ones")
  }

  @Test("learns on from there, and says so where no word routes") func learnsOn() throws {
    let sentence = try Sentence("feasible | win-rate | best")
    let table = Self.table(60, seed: 3)
    let state = try #require(table.fitted(sentence, weak: AgentID(1), strong: AgentID(2)))
    #expect(state.agents.map(\.name) == ["weak", "strong"] && state.sentence == sentence.description)
    var policy = sentence.policy()
    try policy.restore(state.snapshot)
    let before = policy.snapshot()
    policy.observe([
      Outcome(
        decision: DecisionID(1), task: TaskID(1), kind: KindID(0), tenant: TenantID(0), agent: AgentID(1),
        agentRow: 0, succeeded: true, reward: 1, cost: 0, duration: 1)
    ])
    #expect(policy.snapshot() != before)
    #expect(table.fitted(try Sentence("thompson"), weak: AgentID(1), strong: AgentID(2)) == nil)
  }
}
