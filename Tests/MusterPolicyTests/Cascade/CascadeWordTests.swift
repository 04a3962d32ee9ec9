import MusterCore
import MusterPolicy
import Testing

@Suite("A cascade") struct CascadeWordTests {
  private static let fitted = "cascade(stages: \"low cost > middle > dear\")"

  /// dear, middle, low cost and one more, in this order, with ids from 1.
  private static func pool() -> [Agent] {
    var list = agents(4)
    for (index, name) in ["dear", "middle", "low cost", "other"].enumerated() {
      list[index].name = name
      list[index].price = Price(perTask: [1_000_000, 100_000, 10_000, 50_000][index])
      list[index].concurrency = 1
    }
    return list
  }

  private static func choice(
    _ policy: inout Pipeline, failed: [Int] = [], busy: [Int] = [], pool: [Agent] = pool(), seed: UInt64 = 0
  ) -> Int32 {
    var fixture = FrameFixture(agents: pool, seed: seed)
    for agent in busy { fixture.place(task(9), on: agent) }
    fixture.offer([task(1)], failedOn: [failed])
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    return plan.agents[0]
  }

  @Test("goes down its stages, and then to those that quote least") func order() throws {
    var policy = try Sentence(Self.fitted).policy()
    #expect(Self.choice(&policy) == 2)
    #expect(Self.choice(&policy, failed: [2]) == 1)
    #expect(Self.choice(&policy, failed: [2, 1]) == 0)
    #expect(Self.choice(&policy, failed: [2, 1, 0]) == 3)
    #expect(Self.choice(&policy, busy: [2]) == 1)
    #expect(Self.choice(&policy, failed: [1], busy: [2]) == 0)
    var one = try Sentence("cascade(stages: \"dear\")").policy()
    #expect(Self.choice(&one, failed: [0]) == 2)
  }

  @Test("knows its agents by their names, in another pool too") func otherPool() throws {
    var policy = try Sentence("cascade(stages: \"a > b\")").policy()
    var list = Self.pool()
    #expect(Self.choice(&policy, pool: list) == 2)
    list[1].name = "a"
    list[3].name = "b"
    #expect(Self.choice(&policy, pool: list, seed: 5) == 1)
    #expect(Self.choice(&policy, failed: [1], pool: list, seed: 5) == 3)
  }

  @Test("says its stages in one way of writing them") func text() throws {
    let sentence = try Sentence("cascade(\"  a  b>c \\\"d\\\"\",weight:2)")
    let written = "feasible | cascade(stages: \"a b > c \\\"d\\\"\", weight: 2) | best"
    #expect(sentence.description == written)
    #expect(try Sentence(written) == sentence)
    #expect(sentence.phrases[1].arguments.names("stages") == ["a b", "c \"d\""])
  }

  @Test(
    "with bad stages is refused",
    arguments: [
      ("cascade(\"a > > b\")", "parameter \"stages\" is \"a > > b\", expected 1 to 8 different names"),
      ("cascade(\"a>a\")", "parameter \"stages\" is \"a>a\", expected 1 to 8 different names"),
      ("cascade(\"\")", "parameter \"stages\" is \"\", expected 1 to 8 different names"),
      ("cascade(\"1>2>3>4>5>6>7>8>9\")", "out of range; expected 1 to 8 different names"),
      (
        "cascade(\"a > b > c\", \"0.5\")",
        "column 1: \"cascade\": found 1 thresholds for 3 stages, expected one for each stage but the last"
      ),
      ("cascade(thresholds: \"0.5\")", "found 1 thresholds for 0 stages"),
      (
        "cascade(\"a > b\", \"1.5\")",
        "parameter \"thresholds\" is \"1.5\", out of range; expected 1 to 8 numbers from 0 to 1, in quotes"
      ),
      ("cascade(\"a > b\", \"half\")", "parameter \"thresholds\" is \"half\", expected 1 to 8 numbers"),
      ("cascade(\"a > b\", 0.5)", "parameter \"thresholds\" is \"0.5\", expected 1 to 8 numbers"),
      ("cascade(stages: a)", "parameter \"stages\" is \"a\", expected 1 to 8 different names"),
      ("cascade(stages: \"a)", "column 17: \"\"\" without its other half"),
      ("top(\"3\")", "parameter \"n\" is \"3\", expected an integer"),
    ])
  func refusals(text: String, message: String) {
    #expect {
      try Sentence(text)
    } throws: {
      "\($0)".contains(message)
    }
  }

  @Test("with thresholds keeps what is sure enough, and the last answer always") func thresholds() throws {
    let text = "cascade(stages: \"low cost > middle > dear\", thresholds: \"0.8 0.25\")"
    let policy = try Sentence(text).policy()
    let plain = try Sentence(Self.fitted).policy()
    func keeps(_ policy: Pipeline, _ row: Int, _ confidence: Double) -> Bool? {
      policy.keeps(GradedAnswer(task: task(1), agent: Self.pool()[row], confidence: confidence))
    }
    #expect(keeps(policy, 2, 0.8) == true && keeps(policy, 2, 0.79) == false)
    #expect(keeps(policy, 1, 0.25) == true && keeps(policy, 1, 0.24) == false)
    #expect(keeps(policy, 0, 0) == true)
    // No stage, and no thresholds: the verifier decides.
    #expect(keeps(policy, 3, 0) == nil && keeps(plain, 2, 0) == nil)
    #expect(try Sentence(text).description == "feasible | \(text) | best")
    // Of a roll-out the policy that decides about the task is asked, of a shadow the one that is obeyed.
    let answer = GradedAnswer(task: task(1), agent: Self.pool()[2], confidence: 0.5)
    #expect(Shadow(obeyed: policy, shadow: plain).keeps(answer) == false)
    #expect(Shadow(obeyed: plain, shadow: policy).keeps(answer) == nil)
    let rollout = Rollout(old: plain, new: policy, try RolloutSettings(share: 0.5))
    for number in 1...20 as ClosedRange<UInt64> {
      let answer = GradedAnswer(task: task(number), agent: Self.pool()[2], confidence: 0.5)
      #expect(rollout.keeps(answer) == (rollout.guarded.arm(of: answer.task) == .new ? false : nil))
    }
  }

  /// An outcome as it comes back with the features of its decision.
  private static func teach(
    _ policy: inout Pipeline, _ decision: UInt64, agent: UInt64, depth: Float, right: Bool, cost: Int64
  ) {
    // The cascade is the first stage after the pair screen that leads.
    policy.recall(DecisionID(decision), features: [0, 1, depth])
    policy.observe([
      Outcome(
        decision: DecisionID(decision), task: TaskID(decision), kind: KindID(0), tenant: TenantID(0),
        agent: AgentID(agent), agentRow: Int(agent) - 1, succeeded: right, reward: right ? 1 : 0, cost: cost,
        duration: 1)
    ])
  }

  @Test("without stages learns which agent gives the most for a dollar after so many failures")
  func learned() throws {
    var policy = try Sentence("cascade(strength: 1)").policy()
    // Nothing known: the least price.
    #expect(Self.choice(&policy) == 2)
    for decision in 0..<30 as Range<UInt64> {
      // The cheapest costs more than its price says and never succeeds; the next does, but not after a failure.
      Self.teach(&policy, 3 * decision, agent: 3, depth: 0, right: false, cost: 10_000)
      Self.teach(&policy, 3 * decision + 1, agent: 4, depth: 0, right: true, cost: 50_000)
      Self.teach(&policy, 3 * decision + 2, agent: 4, depth: 1, right: false, cost: 50_000)
    }
    #expect(Self.choice(&policy) == 3)
    #expect(Self.choice(&policy, failed: [2]) == 3)
    #expect(Self.choice(&policy, failed: [3]) == 1)
    // A correction takes the place of what was learned.
    for decision in 0..<30 as Range<UInt64> {
      policy.observe([
        Outcome(
          decision: DecisionID(3 * decision), task: TaskID(3 * decision), kind: KindID(0),
          tenant: TenantID(0),
          agent: AgentID(3), agentRow: 2, succeeded: true, reward: 1, cost: 0, duration: 1,
          isCorrection: true)
      ])
    }
    #expect(Self.choice(&policy) == 2)
  }
}
