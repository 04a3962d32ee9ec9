import MusterCore
import MusterMath
import MusterPolicy
import Testing

/// Two agents, of which one knows sums and one knows verse, asked about texts of either sort.
@Suite("A word that routes by text") struct RoutingWordTests {
  static let words = [
    "win-rate(threshold: 0.5)", "quality-gap(margin: 0)", "knn(k: 8)", "similarity", "cluster-mean(k: 4)",
  ]

  private static let topics = [
    ["add", "sum", "number", "divide", "times", "equation", "prime", "integer"],
    ["rhyme", "verse", "poem", "sonnet", "metre", "stanza", "ballad", "lyric"],
  ]

  /// A text about a topic.
  private static func text(_ topic: Int, _ random: inout Random) -> String {
    (0..<6).map { _ in
      random.bernoulli(0.6)
        ? topics[topic][random.below(8)] : ["the", "of", "what", "is", "a", "why"][random.below(6)]
    }.joined(separator: " ")
  }

  private struct School {
    var policy: Pipeline
    var fixture = FrameFixture(agents: agents(2))
    var random: Random
    var plan = Plan()

    init(_ word: String, seed: UInt64) throws {
      policy = try Sentence("feasible | \(word) | best").policy()
      random = Random(seed: seed)
    }

    /// Offers a text and gives it to an agent drawn evenly; the outcome with what the decision saw.
    mutating func lesson() -> Outcome {
      let topic = random.below(2)
      offer(RoutingWordTests.text(topic, &random))
      policy.plan(&fixture.frame, into: &plan)
      let decision = fixture.frame.firstDecision
      let row = random.below(2)
      policy.recall(DecisionID(decision), features: plan.explanations[0]?.features ?? [])
      fixture.decideAgain()
      let isRight = random.bernoulli(row == topic ? 0.9 : 0.3)
      return Outcome(
        decision: DecisionID(decision), task: TaskID(1), kind: KindID(0), tenant: TenantID(0),
        agent: fixture.frame.pool.agents[row].id, agentRow: row, succeeded: isRight, reward: isRight ? 1 : 0,
        cost: 0, duration: 1, propensity: 0.5)
    }

    mutating func offer(_ text: String, features: [Float] = []) {
      var task = Task(id: TaskID(1), features: features)
      task.terms = TextTerms.terms(of: text)
      fixture.offer([task])
    }

    /// The share of new texts that go to the agent that knows.
    mutating func grade(_ count: Int = 200) -> Double {
      var right = 0
      for _ in 0..<count {
        let topic = random.below(2)
        offer(RoutingWordTests.text(topic, &random))
        policy.plan(&fixture.frame, into: &plan)
        if plan.agents[0] == Int32(topic) { right += 1 }
        fixture.decideAgain()
      }
      return Double(right) / Double(count)
    }
  }

  @Test("learns who knows what, from the answers of the agents asked alone", arguments: words)
  func learns(_ word: String) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      var school = try School(word, seed: seed)
      for _ in 0..<400 {
        let outcome = school.lesson()
        school.policy.observe([outcome])
      }
      // By chance half of them; a standard error of .03.
      let share = school.grade()
      #expect(share > 0.75, "\(word), seed \(seed): \(share)")
    }
  }

  @Test("lets a correction take the place of what it corrects", arguments: words)
  func corrections(_ word: String) throws {
    var wrong = try School(word, seed: 9)
    var last: [Outcome] = []
    for _ in 0..<300 {
      var outcome = wrong.lesson()
      let truth = outcome.reward
      outcome.reward = 1 - truth
      wrong.policy.observe([outcome])
      outcome.reward = truth
      outcome.isCorrection = true
      last.append(outcome)
    }
    let before = wrong.grade()
    wrong.policy.observe(last)
    #expect(before < 0.4)
    #expect(wrong.grade() > before + 0.2)
  }

  @Test("goes on from a snapshot as it would have", arguments: words)
  func snapshots(_ word: String) throws {
    var school = try School(word, seed: 5)
    for _ in 0..<120 {
      let outcome = school.lesson()
      school.policy.observe([outcome])
    }
    var restored = school
    restored.policy = try Sentence("feasible | \(word) | best").policy()
    try restored.policy.restore(school.policy.snapshot())
    #expect(restored.policy.snapshot() == school.policy.snapshot())
    for _ in 0..<60 {
      let (one, other) = (school.lesson(), restored.lesson())
      #expect(one == other)
      #expect(school.plan.scores == restored.plan.scores)
      school.policy.observe([one])
      restored.policy.observe([other])
    }
    #expect(restored.policy.snapshot() == school.policy.snapshot())
  }

  @Test("bears bad input", arguments: words)
  func badInput(_ word: String) throws {
    var school = try School(word, seed: 2)
    for _ in 0..<40 {
      var outcome = school.lesson()
      outcome.reward *= 1e300
      school.policy.observe([outcome])
    }
    for features in [[Float.nan], [.infinity, 1], [-1, .nan], [1e9], [0.5], [-7]] + [
      Array(repeating: Float.nan, count: 12)
    ] {
      school.offer("", features: features)
      school.policy.plan(&school.fixture.frame, into: &school.plan)
      #expect(school.plan.agents[0] >= 0)
      #expect(school.plan.scores[0].isFinite)
      let recorded = school.plan.explanations[0]?.features ?? []
      let isFinite = recorded.allSatisfy(\.isFinite)
      #expect(isFinite)
      school.fixture.decideAgain()
    }
  }

  @Test("goes by an embedding where there is one", arguments: words)
  func embeddings(_ word: String) throws {
    var school = try School(word, seed: 7)
    for _ in 0..<300 {
      let topic = school.random.below(2)
      school.offer("always the same", features: embedding(topic, &school.random))
      school.policy.plan(&school.fixture.frame, into: &school.plan)
      let decision = school.fixture.frame.firstDecision
      school.policy.recall(DecisionID(decision), features: school.plan.explanations[0]?.features ?? [])
      school.fixture.decideAgain()
      let row = school.random.below(2)
      school.policy.observe([
        Outcome(
          decision: DecisionID(decision), task: TaskID(1), kind: KindID(0), tenant: TenantID(0),
          agent: school.fixture.frame.pool.agents[row].id, agentRow: row, succeeded: row == topic,
          reward: row == topic ? 1 : 0, cost: 0, duration: 1)
      ])
    }
    var right = 0
    for _ in 0..<100 {
      let topic = school.random.below(2)
      school.offer("always the same", features: embedding(topic, &school.random))
      school.policy.plan(&school.fixture.frame, into: &school.plan)
      if school.plan.agents[0] == Int32(topic) { right += 1 }
      school.fixture.decideAgain()
    }
    #expect(right > 85)
  }

  private func embedding(_ topic: Int, _ random: inout Random) -> [Float] {
    (0..<16).map { Float($0 % 2 == topic ? 1 : 0) + Float(random.uniform(-0.5, 0.5)) }
  }

  @Test("asks the price of the rule") func rules() throws {
    func chosen(_ word: String) throws -> Int32 {
      var pool = agents(3)
      pool[0].price = Price(perTask: 10)
      pool[1].price = Price(perTask: 100)
      pool[2].price = Price(perTask: 1000)
      var fixture = FrameFixture(agents: pool)
      var policy = try Sentence("feasible | \(word) | best").policy()
      // With a prior of 1 that counts once, means of .5, .75 and .85.
      let rewards: [[Double]] = [[0], [1, 1, 0], Array(repeating: 1.0, count: 17) + [0, 0, 0]]
      var decision: UInt64 = 0
      for (row, all) in rewards.enumerated() {
        for reward in all {
          decision += 1
          policy.observe([
            Outcome(
              decision: DecisionID(decision), task: TaskID(decision), kind: KindID(0), tenant: TenantID(0),
              agent: pool[row].id, agentRow: row, succeeded: true, reward: reward, cost: 0, duration: 1)
          ])
        }
      }
      fixture.offer([Task(id: TaskID(1))])
      var plan = Plan()
      policy.plan(&fixture.frame, into: &plan)
      return plan.agents[0]
    }
    // Chances to do better than the cheapest: .625 and about .68.
    #expect(try chosen("win-rate(threshold: 0.7)") == 0)
    #expect(try chosen("win-rate(threshold: 0.65)") == 2)
    #expect(try chosen("win-rate(threshold: 0.5)") == 2)
    #expect(try chosen("quality-gap(margin: 0)") == 2)
    #expect(try chosen("quality-gap(margin: 0.2)") == 1)
    #expect(try chosen("quality-gap(margin: 0.5)") == 0)
  }
}
