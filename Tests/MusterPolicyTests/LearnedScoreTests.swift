import MusterCore
import MusterPolicy
import Testing

@Suite("A learned score") struct LearnedScoreTests {
  /// Scores of three agents for a task of a kind, read off the explanation.
  private func scores(_ policy: inout Pipeline, kind: UInt32, explaining: Int = 3) -> [UInt64: Float] {
    var list = agents(3)
    list[2].speed = 4
    var fixture = FrameFixture(agents: list)
    fixture.offer([Task(id: TaskID(1), kind: KindID(kind))], explaining: explaining)
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    guard let explanation = plan.explanations.first ?? nil else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: zip(explanation.agents.map(\.rawValue), explanation.scores))
  }

  private func outcome(
    _ decision: UInt64, agent: UInt64, kind: UInt32 = 1, reward: Double = 1, seconds: Double = 1,
    succeeded: Bool = true, corrects: Bool = false
  ) -> Outcome {
    Outcome(
      decision: DecisionID(decision), task: TaskID(decision), kind: KindID(kind), tenant: TenantID(0),
      agent: AgentID(agent), agentRow: Int(agent) - 1, succeeded: succeeded, reward: reward, cost: 0,
      duration: Nanoseconds(seconds * 1e9), isCorrection: corrects)
  }

  @Test("fit-to-kind is the mean with its prior, by kind") func mean() throws {
    var policy = try Sentence("fit-to-kind(prior: 0.5, strength: 2)").policy()
    #expect(scores(&policy, kind: 1) == [1: 0.5, 2: 0.5, 3: 0.5])
    policy.observe([
      outcome(1, agent: 1, reward: 1), outcome(2, agent: 1, reward: 0.75), outcome(3, agent: 2, reward: 0),
    ])
    #expect(scores(&policy, kind: 1) == [1: 2.75 / 4, 2: 1.0 / 3, 3: 0.5])
    #expect(scores(&policy, kind: 2) == [1: 0.5, 2: 0.5, 3: 0.5])
    var plain = try Sentence("fit-to-kind(prior: 7, strength: 0)").policy()
    plain.observe([outcome(1, agent: 1, reward: 0.25)])
    #expect(scores(&plain, kind: 1) == [1: 0.25, 2: 7, 3: 7])
  }

  @Test("fit-to-kind lets a correction take the place of what it corrects") func corrections() throws {
    var policy = try Sentence("fit-to-kind(strength: 0)").policy()
    policy.observe([outcome(1, agent: 1, reward: 1), outcome(2, agent: 1, reward: 0)])
    policy.observe([outcome(1, agent: 1, reward: 0.5, corrects: true)])
    #expect(scores(&policy, kind: 1)[1] == 0.25)
    policy.observe([
      outcome(1, agent: 1, reward: 0.25, corrects: true), outcome(2, agent: 1, reward: 0.25, corrects: true),
    ])
    #expect(scores(&policy, kind: 1)[1] == 0.25)
    // Feedback that comes first counts as what it is.
    policy.observe([outcome(9, agent: 2, reward: 0.125, corrects: true)])
    #expect(scores(&policy, kind: 1)[2] == 0.125)
  }

  @Test("fit-to-kind leaves alone what it can no longer correct") func forgotten() throws {
    var policy = try Sentence("fit-to-kind(strength: 0)").policy()
    let many = (1...20_000).map { outcome(UInt64($0), agent: 1, reward: 0.5) }
    policy.observe(many)
    policy.observe([outcome(5, agent: 1, reward: 20_000, corrects: true)])
    #expect(scores(&policy, kind: 1)[1] == 0.5)
    policy.observe([outcome(19_999, agent: 1, reward: 10_000.5, corrects: true)])
    #expect(scores(&policy, kind: 1)[1] == 1)
    var restored = try Sentence("fit-to-kind(strength: 0)").policy()
    try restored.restore(policy.snapshot())
    for learned in [19_998, 4, 3617, 3616] as [UInt64] {
      let correction = outcome(learned, agent: 1, reward: 77, corrects: true)
      policy.observe([correction])
      restored.observe([correction])
      #expect(scores(&policy, kind: 1) == scores(&restored, kind: 1))
    }
  }

  @Test("fastest goes by kind, then by agent, then by speed") func fastest() throws {
    var policy = try Sentence("fastest").policy()
    #expect(scores(&policy, kind: 1) == [1: -1, 2: -1, 3: -0.25])
    policy.observe([
      outcome(1, agent: 1, kind: 1, seconds: 3), outcome(2, agent: 1, kind: 1, seconds: 5),
      outcome(3, agent: 1, kind: 2, seconds: 10), outcome(4, agent: 2, kind: 2, seconds: 8),
      outcome(5, agent: 3, kind: 1, seconds: 100, succeeded: false),
      outcome(1, agent: 1, kind: 1, seconds: 1000, corrects: true),
    ])
    #expect(scores(&policy, kind: 1) == [1: -4, 2: -8, 3: -0.25])
    #expect(scores(&policy, kind: 2) == [1: -10, 2: -8, 3: -0.25])
    #expect(scores(&policy, kind: 3) == [1: -6, 2: -8, 3: -0.25])
  }

  @Test("belongs to the agent's id, not to its row") func identity() throws {
    var policy = try Sentence("fit-to-kind(strength: 0)").policy()
    policy.observe([outcome(1, agent: 1, reward: 0.5)])
    #expect(scores(&policy, kind: 1)[1] == 0.5)
    var fixture = FrameFixture(agents: [agents(3)[2], agents(3)[0]], seed: 4)
    fixture.offer([Task(id: TaskID(1), kind: KindID(1))], explaining: 2)
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    #expect(plan.explanations.first??.agents == [AgentID(3), AgentID(1)])
    #expect(plan.explanations.first??.scores == [1, 0.5])
  }

  @Test("stays finite whatever the rewards") func finite() throws {
    var policy = try Sentence("fit-to-kind(weight: 1000000) | fit-to-kind(weight: 1000000)").policy()
    policy.observe((1...9).map { outcome($0, agent: 1, reward: 1e308) })
    let largest = scores(&policy, kind: 1).values.max() ?? .nan
    #expect(largest.isFinite)
  }

  @Test("is refused by another sentence") func otherSentence() throws {
    var policy = try Sentence("fit-to-kind").policy()
    policy.observe([outcome(1, agent: 1)])
    var other = try Sentence("fastest").policy()
    #expect(
      throws: PolicyError(
        policy: "feasible | fastest | best", found: "\"fit-to-kind\" as stage 0",
        expected: "the stages of its sentence")
    ) { try other.restore(policy.snapshot()) }
    var plain = try Sentence("fgd").policy()
    #expect(throws: PolicyError.self) { try plain.restore(policy.snapshot()) }
  }
}
