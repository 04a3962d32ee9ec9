import MusterMath
import MusterTestKit
import Testing

@testable import MusterCore
@testable import MusterPolicy

@Suite("Whether to ask several") struct AskRuleTests {
  /// A synthetic pool: the outcomes of two agents correlate by rho (with that probability they are one and the
  /// same), and one agent's advantage 2p - 1 is c budget^beta.
  struct Pool: Sendable, CustomStringConvertible {
    let rho: Double
    let beta: Double

    func advantage(_ budget: Double) -> Double { 0.15 * Portable.pow(budget / 64, beta) }

    /// The advantage of three agents with a third of the budget each: exact, by the majority of three.
    func split(_ budget: Double) -> Double {
      let m = advantage(budget / 3)
      return rho * m + (1 - rho) * (3 * m - m * m * m) / 2
    }

    var isSplitBetter: Bool { split(64) > advantage(64) }
    var description: String { "rho \(rho), beta \(beta)" }
  }

  /// s is .369, .302, .203 and .046 for three agents of rho 0, .2, .5 and .9.
  static let pools = [
    Pool(rho: 0, beta: 0.1), Pool(rho: 0, beta: 0.2), Pool(rho: 0, beta: 0.55), Pool(rho: 0, beta: 0.8),
    Pool(rho: 0.2, beta: 0.1), Pool(rho: 0.2, beta: 0.5), Pool(rho: 0.5, beta: 0), Pool(rho: 0.5, beta: 0.4),
    Pool(rho: 0.9, beta: 0.25), Pool(rho: 0.9, beta: 0.6),
  ]

  @Test("is decided right on both sides of the phase boundary, from outcomes alone", arguments: pools)
  func decides(pool: Pool) throws {
    var rule = AskRule(most: 3, beta: 0.5, correlation: 0.5, fidelity: 1)
    var random = Random(seed: 11)
    var outcomes: [Outcome] = []
    for question in 0..<4000 as Range<UInt64> {
      let p = (1 + pool.advantage(64)) / 2
      let common = random.bernoulli(p)
      let isAlike = random.unit() < pool.rho
      for agent in 0..<3 as Range<UInt64> {
        let isRight = isAlike ? common : random.bernoulli(p)
        var run = made(isRight, agent)
        run.ballot = TaskID(question)
        run.agreement = isRight
        run.isCorrection = true
        outcomes.append(run)
      }
    }
    for budget in [16, 64, 256] as [Int32] {
      for _ in 0..<20_000 {
        var single = made(random.bernoulli((1 + pool.advantage(Double(budget))) / 2), 0)
        single.allowance.turns = TurnCap(limit: budget)
        outcomes.append(single)
      }
    }
    rule.observe(outcomes)
    #expect((rule.transition.correlation - pool.rho).magnitude < 0.05)
    #expect((rule.exponent - pool.beta).magnitude < 0.1)
    #expect(rule.transition.shouldSplit(beta: rule.exponent) == pool.isSplitBetter)
  }

  private func made(_ succeeded: Bool, _ agent: UInt64) -> Outcome {
    Outcome(
      decision: DecisionID(1), task: TaskID(1), kind: KindID(0), tenant: TenantID(0), agent: AgentID(agent),
      agentRow: Int(agent), succeeded: succeeded, reward: 0, cost: 0, duration: 1)
  }

  @Test("is said with the first run's assignment, and weighs each vote by skill") func allows() throws {
    var policy = try Sentence.parse("feasible | best | ask(most: 5, beta: 0)")
    policy.observe((0..<8).map { _ in made(true, 1) })
    var fixture = FrameFixture(agents: [Agent(id: AgentID(1))])
    var run = Task(id: TaskID(2))
    run.ballot = TaskID(1)
    fixture.offer([run, Task(id: TaskID(9))])
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    #expect(plan.allowances[0].agents == 5 && plan.allowances[1] == .none)
    // Log-odds of (8 + 1) / (0 + 1).
    #expect(plan.allowances[0].weight == Portable.log(9))
    policy = try Sentence.parse("feasible | best | ask(beta: 0.9)")
    policy.plan(&fixture.frame, into: &plan)
    #expect(plan.allowances[0].agents == 1)
  }
}
