import MusterCore
import MusterMath
import MusterPolicy
import Testing

@Suite("Worker selection") struct WorkerTests {
  private static func outcome(
    _ decision: UInt64, agent: UInt64, reward: Double = 1, kind: UInt32 = 0, seconds: Double = 1
  ) -> Outcome {
    Outcome(
      decision: DecisionID(decision), task: TaskID(decision), kind: KindID(kind), tenant: TenantID(0),
      agent: AgentID(agent), agentRow: Int(agent) - 1, succeeded: true, reward: reward, cost: 0,
      duration: Nanoseconds(seconds * 1e9))
  }

  /// By hand. Values .5, .8 and their mean; squared distances from the mean skills (2/3, 2/3, 1/3) of 1/3, 1/3 and 4/3;
  /// asked 2, 1 and 0 times; heard of 8, 7 and 10 decisions ago.
  @Test("adds up value, diversity, fairness and staleness") func golden() throws {
    var fixture = FrameFixture(agents: [
      Agent(id: AgentID(1), skills: SkillSet([0, 1])), Agent(id: AgentID(2), skills: SkillSet([0, 1])),
      Agent(id: AgentID(3), skills: SkillSet([2])),
    ])
    fixture.offer((1...10).map { Task(id: TaskID($0)) })
    fixture.decideAgain()
    fixture.offer([Task(id: TaskID(11))])
    var policy = try Sentence("feasible | worker-value | best").policy()
    policy.observe([
      WorkerTests.outcome(1, agent: 1, reward: 1), WorkerTests.outcome(2, agent: 1, reward: 0.4),
      WorkerTests.outcome(3, agent: 2, reward: 0.8),
    ])
    // What was .4 was really 0.
    var corrected = WorkerTests.outcome(2, agent: 1, reward: 0)
    corrected.isCorrection = true
    policy.observe([corrected])
    var funnel = policy.funnel
    let scores = funnel.candidates(for: 0, in: fixture.frame).scores.map(Double.init)
    let age = 0.2 * (Portable.log(9) - Portable.log(8)) / (Portable.log(11) - Portable.log(8))
    #expect(zip(scores, [age, 1.1, 1.2]).allSatisfy { ($0 - $1).magnitude < 1e-6 }, "\(scores)")
  }

  /// n_p b_p / T_p = n_d b_d / T_d: with tasks of 1 s and of 3 s, eight agents are two and six.
  @Test("roles divide the agents by the work that the kinds bring") func roles() throws {
    var fixture = FrameFixture(
      agents: (1...8).map { Agent(id: AgentID(UInt64($0)), concurrency: 1) }, seed: 2)
    var policy = try Sentence("feasible | roles | best").policy()
    func rows(_ kind: UInt32) -> Set<Int32> {
      fixture.offer([Task(id: TaskID(1), kind: KindID(kind))])
      var funnel = policy.funnel
      return Set(funnel.candidates(for: 0, in: fixture.frame).agents)
    }
    #expect(rows(1).count == 8)
    for decision in 0..<200 as Range<UInt64> {
      policy.observe([
        WorkerTests.outcome(2 * decision, agent: 1, kind: 1, seconds: 1),
        WorkerTests.outcome(2 * decision + 1, agent: 2, kind: 2, seconds: 3),
      ])
    }
    let (prefill, decode) = (rows(1), rows(2))
    #expect(prefill.count == 2 && decode.count == 6 && prefill.isDisjoint(with: decode))
    // A kind that nobody has seen yet may go anywhere.
    #expect(rows(3).count == 8)
    // Busy agents of a role make its tasks wait; those of the other role do not help out.
    for row in prefill { fixture.place(Task(id: TaskID(50 + UInt64(row))), on: Int(row)) }
    #expect(rows(1).isEmpty && rows(2) == decode)
  }

  @Test("roles stay as they are while the work is nearly as it was") func hysteresis() throws {
    var fixture = FrameFixture(agents: (1...20).map { Agent(id: AgentID(UInt64($0))) }, seed: 2)
    var policy = try Sentence("feasible | roles(hysteresis: 0.1, discount: 0.9) | best").policy()
    func count(_ kind: UInt32) -> Int {
      fixture.offer([Task(id: TaskID(1), kind: KindID(kind))])
      var funnel = policy.funnel
      return funnel.candidates(for: 0, in: fixture.frame).count
    }
    func work(_ first: Double, _ second: Double) {
      for decision in 0..<200 as Range<UInt64> {
        policy.observe([
          WorkerTests.outcome(2 * decision, agent: 1, kind: 1, seconds: first),
          WorkerTests.outcome(2 * decision + 1, agent: 2, kind: 2, seconds: second),
        ])
      }
    }
    work(1, 1)
    let even = count(1)
    work(1.04, 0.96)
    #expect(count(1) == even)
    work(9, 1)
    #expect(count(1) >= 16 && count(1) + count(2) == 20)
    // However little a kind brings, one agent is there for it.
    work(1, 1e-6)
    #expect(count(2) == 1)
  }
}
