import Testing

@testable import MusterCore
@testable import MusterPolicy

/// By the published formulas, computed by hand for an idle agent of 500 ms: stability 0.4 + 0.4 x 0.75 + 0.2 = 0.9.
@Suite("The risk guard in a sentence") struct RiskGuardRuleTests {
  private func plan(_ policy: inout any Policy, ballot: TaskID? = TaskID(1)) -> Allowance {
    var fixture = FrameFixture(agents: [Agent(id: AgentID(1))])
    var run = Task(id: TaskID(2), kind: KindID(3))
    run.ballot = ballot
    fixture.offer([run])
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    return plan.allowances[0]
  }

  private func outcome(
    _ task: UInt64, succeeded: Bool = true, agreement: Bool? = nil, ballot: UInt64? = 9, kind: UInt32 = 3
  ) -> Outcome {
    var outcome = Outcome(
      decision: DecisionID(task), task: TaskID(task), kind: KindID(kind), tenant: TenantID(0),
      agent: AgentID(1), agentRow: 0, succeeded: succeeded, reward: 0, cost: 0, duration: 500_000_000)
    outcome.agreement = agreement
    outcome.isCorrection = agreement != nil
    outcome.ballot = ballot.map { TaskID($0) }
    return outcome
  }

  private func near(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }

  @Test("says several or one by the risk that the kind's past makes, and from which disagreement on to go on")
  func decides() throws {
    var policy: any Policy = try Sentence.parse("feasible | best | risk-guard(domain: 0.5, explore: 0)")
    // Nothing is known: a half of the answers may be wrong. 0.225 + 0.03 + 0.1 + 0.025 = 0.38.
    let unknown = plan(&policy)
    #expect(unknown.agents == nil && near(unknown.doubt, (0.45 - 0.155) / 0.45))
    #expect(plan(&policy, ballot: nil) == .none)
    // Two of eight wrong: (2 + 1) / (8 + 2). 0.135 + 0.03 + 0.1 + 0.015 = 0.28.
    policy.observe((0..<8 as Range<UInt64>).map { outcome($0, agreement: $0 > 1) })
    #expect(plan(&policy).agents == nil)
    // Two of eighteen: 0.15. 0.0675 + 0.03 + 0.1 + 0.0075 = 0.205, and the latency is what it was.
    policy.observe((0..<10 as Range<UInt64>).map { outcome($0, agreement: true) })
    let known = plan(&policy)
    #expect(known.agents == 1 && near(known.doubt, (0.45 - 0.1375) / 0.45))
  }

  @Test("counts an answer when its vote is known, a failure at once, and each once") func learns() throws {
    var policy: any Policy = try Sentence.parse("feasible | best | risk-guard(domain: 0, explore: 0)")
    func history() -> Double { ((0.45 - 0.03) - 0.45 * (plan(&policy).doubt ?? .nan)) / 0.05 }
    #expect(near(history(), 0.5))
    // An answer in a ballot waits for the vote; of another kind it says nothing.
    policy.observe([outcome(1), outcome(2, succeeded: false, ballot: nil, kind: 4)])
    #expect(near(history(), 0.5))
    policy.observe([outcome(1, agreement: false), outcome(3, succeeded: false)])
    #expect(near(history(), 3.0 / 4))
    policy.observe([outcome(4, ballot: nil)])
    #expect(near(history(), 3.0 / 5))
  }

  @Test("asks several of a share of the safe tasks") func explores() throws {
    var asked = 0
    for seed in 0..<400 as Range<UInt64> {
      var policy: any Policy = try Sentence.parse(
        "feasible | best | risk-guard(several: 1, explore: 0.2)")
      var fixture = FrameFixture(agents: [Agent(id: AgentID(1))], seed: seed)
      var run = Task(id: TaskID(2))
      run.ballot = TaskID(1)
      fixture.offer([run])
      var plan = Plan()
      policy.plan(&fixture.frame, into: &plan)
      if plan.allowances[0].agents == nil { asked += 1 }
    }
    // 80 are expected, with a deviation of 8.
    #expect((56...104).contains(asked))
  }
}
