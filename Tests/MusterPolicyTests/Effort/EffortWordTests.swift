import MusterMath
import MusterTestKit
import Testing

@testable import MusterCore
@testable import MusterPolicy

@Suite("The effort") struct EffortWordTests {
  private func outcome(
    _ turns: Int32?, kind: UInt32 = 1, agent: UInt64 = 1, succeeded: Bool = true,
    allowance: Allowance = .none
  ) -> Outcome {
    Outcome(
      decision: DecisionID(1), task: TaskID(1), kind: KindID(kind), tenant: TenantID(0),
      agent: AgentID(agent),
      agentRow: 0, succeeded: succeeded, reward: succeeded ? 1 : 0, cost: 0, duration: 1, turns: turns,
      allowance: allowance)
  }

  /// What the sentence allows for a batch of tasks of these kinds on one agent.
  private func allowances(_ policy: inout any Policy, kinds: [UInt32]) -> [Allowance] {
    var fixture = FrameFixture(agents: [Agent(id: AgentID(1))], seed: 7)
    fixture.offer(
      kinds.enumerated().map { Task(id: TaskID(UInt64($0) + 1), kind: KindID($1)) })
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    return plan.allowances
  }

  @Test("turns caps an agent at its own percentile once enough is known") func turns() throws {
    var policy = try Sentence.parse("feasible | best | turns(p75, warmup: 4)")
    policy.observe([10, 20, 30].map { outcome($0) })
    #expect(allowances(&policy, kinds: [1]) == [.none])
    policy.observe([outcome(40), outcome(nil), outcome(900, agent: 2)])
    #expect(
      allowances(&policy, kinds: [1, 2]) == Array(repeating: Allowance(turns: TurnCap(limit: 30)), count: 2))
  }

  @Test("turns(dynamic) starts at the median and may add a half") func dynamic() throws {
    var policy = try Sentence.parse("feasible | best | turns(dynamic, warmup: 4, notice: 2)")
    policy.observe([10, 20, 30, 40].map { outcome($0) })
    #expect(
      allowances(&policy, kinds: [1]) == [Allowance(turns: TurnCap(limit: 20, extra: 10, notice: 2))])
  }

  @Test("adaptive-effort allows a fraction of the mean of the kind, learned without caps") func adaptive()
    throws
  {
    var policy = try Sentence.parse("feasible | best | adaptive-effort(0.5, explore: 0, warmup: 2)")
    policy.observe([outcome(10), outcome(30), outcome(100, kind: 2)])
    // Capped tries would pull the mean down.
    policy.observe([outcome(1, allowance: Allowance(turns: TurnCap(limit: 10)))])
    #expect(allowances(&policy, kinds: [1, 2]).map { $0.turns?.limit } == [10, nil])
  }

  @Test("two caps leave the lower") func lower() throws {
    var policy = try Sentence.parse(
      "feasible | best | turns(p99, warmup: 2) | adaptive-effort(0.5, explore: 0, warmup: 2)")
    policy.observe([outcome(10), outcome(30)])
    #expect(allowances(&policy, kinds: [1]).map { $0.turns?.limit } == [10])
  }

  /// Exhaustive: no other way to spend the budget is worth more by the published value.
  @Test("knapsack spends the budget where it teaches most") func knapsack() throws {
    var policy = try Sentence.parse("feasible | best | knapsack(tries: 3, most: 6)")
    // Rates (1 + successes) / (2 + tries): kind 1 9/10, kind 2 1/2, kind 3 1/6.
    policy.observe(Array(repeating: outcome(nil, kind: 1), count: 8))
    for kind in [2, 3, 3, 3, 3] as [UInt32] { policy.observe([outcome(nil, kind: kind, succeeded: false)]) }
    policy.observe([outcome(nil, kind: 2)])
    let given = allowances(&policy, kinds: [1, 2, 3]).compactMap { $0.tries.map(Int.init) }
    #expect(given.count == 3 && given.reduce(0, +) <= 9)
    func worth(_ tries: [Int]) -> Double {
      zip(tries, [0.9, 0.5, 1.0 / 6]).reduce(0) {
        $0 + EffortKnapsack.value(attempts: $1.0, successRate: $1.1)
      }
    }
    var best = 0.0
    for a in 1...6 {
      for b in 1...6 {
        for c in 1...6 where a + b + c <= 9 { best = max(best, worth([a, b, c])) }
      }
    }
    #expect(abs(worth(given) - best) < 1e-12)
  }

  @Test("knapsack leaves a task that failed before what it had") func sticky() throws {
    var policy = try Sentence.parse("feasible | best | knapsack")
    var fixture = FrameFixture(agents: [Agent(id: AgentID(1))])
    fixture.offer([Task(id: TaskID(1)), Task(id: TaskID(2))])
    fixture.frame.failures = [0, 1]
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    #expect(plan.allowances.map { $0.tries == nil } == [false, true])
  }

  @Test("examples gives more where more are needed, within the budget on average") func examples() throws {
    var policy = try Sentence.parse("feasible | best | examples(budget: 2, most: 8, explore: 0)")
    let levels: [Int32] = [0, 1, 2, 4, 8]
    for _ in 0..<20 {
      for level in levels {
        let allowance = Allowance(examples: level)
        // Kind 1 succeeds whatever it is shown, kind 2 with 4 at least.
        policy.observe([
          outcome(nil, kind: 1, allowance: allowance),
          outcome(nil, kind: 2, succeeded: level >= 4, allowance: allowance),
        ])
      }
    }
    var given: [Int32] = []
    for _ in 0..<50 { given += allowances(&policy, kinds: [1, 2]).compactMap(\.examples) }
    #expect(stride(from: 0, to: 100, by: 2).allSatisfy { given[$0] == 0 })
    let mean = given.reduce(0.0) { $0 + Double($1) } / 100
    #expect(given[1] >= 2 && abs(mean - 2) < 0.1)
  }

  @Test("is learned by two replicas as by one") func merges() throws {
    let text = "feasible | best | turns(p50, warmup: 1)"
    var (one, other, both) = (try Sentence.parse(text), try Sentence.parse(text), try Sentence.parse(text))
    let first = [5, 9, 14].map { outcome($0) }
    let second = [30, 7].map { outcome($0) }
    one.observe(first)
    other.observe(second)
    both.observe(first + second)
    try one.merge(other.snapshot())
    #expect(one.snapshot() == both.snapshot())
  }
}
