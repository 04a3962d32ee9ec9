import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

private func outcome(
  _ decision: UInt64, agent: UInt64 = 1, kind: UInt32 = 0, succeeded: Bool = true, reward: Double = 1,
  dollars: Double = 0, seconds: Double = 0, corrects: Bool = false
) -> Outcome {
  Outcome(
    decision: DecisionID(decision), task: TaskID(decision), kind: KindID(kind), tenant: TenantID(0),
    agent: AgentID(agent), agentRow: 0, succeeded: succeeded, reward: reward, cost: Int64(dollars * 1e6),
    duration: Nanoseconds(seconds * 1e9), isCorrection: corrects)
}

@Suite("Credit") struct CreditTests {
  /// Feedback brings no cost and no time of its own: what was seen then stands.
  @Test func aCorrectionChangesTheRewardOnly() throws {
    var credit = Credit(try RewardRule("reward + 10*succeeded - dollars - seconds"))
    #expect(credit.apply(outcome(1, dollars: 2, seconds: 3))?.reward == 6.0)
    let corrected = outcome(1, succeeded: false, reward: 0.5, seconds: 900, corrects: true)
    #expect(credit.apply(corrected)?.reward == 0.5 - 5)
    #expect(credit.apply(outcome(2, corrects: true)) == nil, "nothing is known of it")
  }

  /// A vote that is decided later is a correction; what else counts stays.
  @Test func agreementComesLate() throws {
    var credit = Credit(try RewardRule("succeeded + 0.5*agreement - dollars + has(agreement)"))
    #expect(credit.apply(outcome(1, dollars: 0.25))?.reward == 0.75)
    var late = outcome(1, corrects: true)
    late.agreement = true
    #expect(credit.apply(late)?.reward == 2.25)
    late.agreement = false
    #expect(credit.apply(late)?.reward == 1.75)
  }

  @Test func aVectorIsWeighed() throws {
    let text = "{quality: succeeded, cost: -dollars/2, speed: -seconds} by weights(quality: 2, cost: 0.5)"
    #expect(try reward(text, dollars: 4, seconds: 3) == 2 - 1 - 3)
    #expect(try reward("{a: 1, b: 2}") == 3)
    #expect(try RewardRule(text).isVector)
    #expect(try RewardRule("stabilise({a: 1, b: 2} by weights(a: 1, b: 1), share: 0)").isVector)
  }

  /// The first outcome spans 1 x 1, so the sum 2 counts .5 + 1.5 tanh 1 times; the same again adds nothing: .5 times.
  @Test func theFrontIsRewardedForGrowing() throws {
    var credit = Credit(
      try RewardRule("{a: reward, b: 2 - seconds} by hypervolume(a: 1 above 0, b: 1 above 0)"))
    let tanh = 0.7615941559557649
    let first = try counted(&credit, outcome(1, reward: 1, seconds: 1))
    #expect((first - 2 * (0.5 + 1.5 * tanh)).magnitude < 1e-12)
    #expect(credit.apply(outcome(2, reward: 1, seconds: 1))?.reward == 1)
    // b = 2, a = .5: half a unit more.
    let third = try counted(&credit, outcome(3, reward: 0.5, seconds: 0))
    let gain = Portable.exp(1.0)
    #expect((third - 2.5 * (0.5 + 1.5 * (gain - 1) / (gain + 1))).magnitude < 1e-12)
  }

  /// Part a differs between the agents much more than part b, and against it: its weight grows.
  @Test func weightsGoWhereThereIsSomethingToGain() throws {
    var credit = Credit(
      try RewardRule(
        "{a: clamp(reward, 0, 1), b: 0 - 0.2*clamp(reward, 0, 1)} by gradient(rate: 5, every: 10)"))
    var last = 0.0
    for step in 0..<400 as Range<UInt64> {
      let told = try account(&credit, outcome(step, agent: step % 2, reward: step % 2 == 0 ? 1 : 0))
      #expect((told.parts.reduce(0) { $0 + $1.weight } - 1).magnitude < 1e-12)
      last = told.parts[0].weight
    }
    #expect(last > 0.9)
  }

  /// What learners see spreads less and has the same mean in the end; by hand at first: one reward of 1 among nothing.
  @Test func stabilisedRewardsSpreadLess() throws {
    var credit = Credit(try RewardRule("stabilise(reward, strength: 2)"))
    var half = Credit(try RewardRule("stabilise(reward, strength: 2, share: 0.5)"))
    #expect(credit.apply(outcome(1, agent: 1, reward: 1))?.reward == 1)
    // All: 1/2; agent 2: (0 + 2 * 1/2) / 3 = 1/3, its pair (0 + 2 * 1/3) / 3 = 2/9.
    let second = try counted(&credit, outcome(2, agent: 2, reward: 0))
    #expect((second - 2.0 / 9).magnitude < 1e-15)
    _ = half.apply(outcome(1, agent: 1, reward: 1))
    let mixed = try counted(&half, outcome(2, agent: 2, reward: 0))
    #expect((mixed - 1.0 / 9).magnitude < 1e-15)

    var random = Random(seed: 3)
    var (raw, seen) = (RunningMoments(), RunningMoments())
    for step in 3..<4000 as Range<UInt64> {
      let drawn = random.bernoulli(0.7) ? 1.0 : 0
      let stable = try counted(&credit, outcome(step, agent: 1 + step % 2, reward: drawn))
      if step > 1000 {
        raw.add(drawn)
        seen.add(stable)
      }
    }
    #expect((raw.mean - seen.mean).magnitude < 0.02)
    #expect(seen.variance < 0.01 * raw.variance)
  }

  /// A correction leaves what is learned as if it had been right at once.
  @Test(arguments: ["stabilise(reward - seconds)", "{a: reward, b: succeeded} by gradient(every: 4)"])
  func correctionsReplace(text: String) throws {
    var (right, corrected) = (Credit(try RewardRule(text)), Credit(try RewardRule(text)))
    for step in 0..<7 as Range<UInt64> {
      _ = right.apply(outcome(step, agent: step % 3, reward: step == 6 ? 0.25 : 0.5))
      _ = corrected.apply(outcome(step, agent: step % 3, reward: 0.5))
    }
    let late = try counted(&corrected, outcome(6, agent: 0, reward: 0.25, corrects: true))
    #expect(late.isFinite)
    #expect(corrected.snapshot() == right.snapshot())
  }

  @Test func anAccountAddsUp() throws {
    let rubric = try Rubric("foundation ok 1")
    var credit = Credit(
      try RewardRule("{quality: rubric + 1, cost: 0.5 - 0.2*dollars} by weights(cost: 3)", rubric: rubric))
    var graded = outcome(1, dollars: 1)
    graded.grades = [Grade("ok", 0.5)]
    let told = try account(&credit, graded)
    #expect(told.parts.map(\.name) == ["quality", "cost"])
    #expect(told.parts.map(\.weight) == [1, 3])
    #expect(told.parts[1].terms.map(\.text) == ["0.5", "-0.2*dollars"])
    for part in told.parts {
      #expect((part.terms.reduce(0) { $0 + $1.value } - part.value).magnitude < 1e-12)
    }
    #expect((told.reward - (1.5 + 3 * 0.3)).magnitude < 1e-12)
    #expect(told.seen == nil && told.factor == nil)
    #expect(
      told.lines { "\(($0 * 100).rounded() / 100)" } == [
        "quality 1.5 (weight 1.0): rubric = 0.5, 1 = 1.0",
        "cost 0.3 (weight 3.0): 0.5 = 0.5, -0.2*dollars = -0.2",
      ])
  }

  static let rules = [
    "succeeded - 0.2*sqrt(seconds) - 0.15*dollars", "stabilise(reward - dollars, strength: 3)",
    "{a: reward, b: -seconds} by hypervolume(a: 1 above 0, b: 0.1 above -100)",
    "stabilise({a: reward, b: succeeded, c: -dollars} by gradient(rate: 1, every: 3))",
  ]

  @Test("keeps every promise of a policy", arguments: rules)
  func conformance(text: String) throws {
    let rule = try RewardRule(text)
    try PolicyConformance.check {
      Credited(try Sentence.parse("feasible | thompson | linucb | sampled"), by: rule)
    }
    try PolicyConformance.check { Credited(try Sentence.parse("fgd"), by: rule) }
  }

  @Test func whatWasLearnedUnderOtherRewardsIsRefused() throws {
    var one = Credited(try Sentence.parse("fit-to-kind"), by: try RewardRule("succeeded"))
    one.observe([outcome(1)])
    var other = Credited(try Sentence.parse("fit-to-kind"), by: try RewardRule("2*succeeded"))
    #expect(throws: PolicyError.self) { try other.restore(one.snapshot()) }
    var plain = try Sentence.parse("fit-to-kind")
    #expect(throws: PolicyError.self) { try plain.restore(one.snapshot()) }
    #expect(throws: PolicyError.self) { try other.restore([9, 9]) }
    #expect(other.snapshot().isEmpty)
  }

  /// Facts keep what was reported; the policy learns what counts: the dear agent is better, and not worth it.
  @Test func theFactsStayRaw() throws {
    let dear = Agent(id: AgentID(1), name: "dear"), cheap = Agent(id: AgentID(2), name: "cheap")
    func share(_ policy: any Policy) throws -> (Double, [Fact]) {
      var orchestrator = Orchestrator(engine: Engine(EngineConfiguration()), policy: policy)
      var facts: [Fact] = []
      for agent in [dear, cheap] { try orchestrator.handle(.join(agent), at: .zero, into: &facts) }
      var onDear = 0.0
      for step in 1...200 as ClosedRange<UInt64> {
        try orchestrator.handle(
          .submit(Task(id: TaskID(step))), at: Instant(seconds: Double(step)), into: &facts)
        try orchestrator.allocate(at: Instant(seconds: Double(step)), into: &facts)
        let record = orchestrator.engine.tasks.records[
          try #require(orchestrator.engine.tasks.row(of: TaskID(step)))]
        let isDear = orchestrator.engine.pool.agents[Int(record.agent)].name == "dear"
        if isDear { onDear += 1 }
        try orchestrator.handle(
          .report(
            Report(
              lease: record.lease, task: TaskID(step), succeeded: true, reward: isDear ? 1 : 0.8,
              cost: isDear ? 1_000_000 : 0, outputTokens: 5, grades: [Grade("ok", 1)])),
          at: Instant(seconds: Double(step)), into: &facts)
      }
      return (onDear / 200, facts)
    }
    let rule = try RewardRule("reward - 0.5*dollars")
    let (plainShare, plainFacts) = try share(try Sentence.parse("fit-to-kind"))
    let (creditedShare, facts) = try share(Credited(try Sentence.parse("fit-to-kind"), by: rule))
    #expect(plainShare > 0.9 && creditedShare < 0.1)
    for fact in plainFacts + facts {
      guard case .ended(let ending) = fact.event else { continue }
      #expect(ending.reward == 1 || ending.reward == 0.8)
      #expect(ending.outputTokens == 5 && ending.grades == [Grade("ok", 1)])
    }
    // The rule over the old log: as it would have been.
    var trail = RewardTrail(rule)
    let accounts = plainFacts.compactMap { trail.take($0) }
    #expect(accounts.count == 200)
    #expect(accounts.last?.reward == 0.5)
    #expect(accounts.last?.parts[0].terms.map(\.text) == ["reward", "-0.5*dollars"])
  }
}
