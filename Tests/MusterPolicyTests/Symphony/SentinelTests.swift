import MusterCore
import MusterPolicy
import Testing

@Suite("The sentinel") struct SentinelTests {
  /// How often each of three agents, all alike by their features, is chosen in 200 decisions.
  private func choices(_ policy: inout Pipeline, kind: UInt32 = 1) -> [Int] {
    var counts = [0, 0, 0]
    var fixture = FrameFixture(agents: agents(3), seed: 7)
    var plan = Plan()
    for decision in 0..<200 as Range<UInt64> {
      fixture.offer([Task(id: TaskID(decision + 1), kind: KindID(kind))])
      policy.plan(&fixture.frame, into: &plan)
      counts[Int(plan.agents[0])] += 1
      fixture.decideAgain()
    }
    return counts
  }

  private func outcomes(
    _ first: UInt64, _ count: UInt64, agent: UInt64, kind: UInt32 = 1, every: UInt64 = 1
  ) -> [Outcome] {
    (first..<first + count).map { decision in
      let succeeded = every > 0 && decision % every == 0
      return Outcome(
        decision: DecisionID(decision), task: TaskID(decision), kind: KindID(kind), tenant: TenantID(0),
        agent: AgentID(agent), agentRow: 0, succeeded: succeeded, reward: succeeded ? 1 : 0, cost: 0,
        duration: 1)
    }
  }

  @Test("leaves an agent that fell after a handful of failures, however much it knew of it") func falls()
    throws
  {
    var policy = try Sentence("sentinel").policy()
    policy.observe(outcomes(0, 2000, agent: 1) + outcomes(3000, 200, agent: 2, every: 2))
    #expect(choices(&policy)[0] > 190)
    policy.observe(outcomes(4000, 6, agent: 1, every: 0))
    #expect(choices(&policy)[0] < 20)
    // Without the watch it stays.
    var blind = try Sentence("sentinel(threshold: 1000000)").policy()
    blind.observe(outcomes(0, 2000, agent: 1) + outcomes(3000, 200, agent: 2, every: 2))
    blind.observe(outcomes(4000, 6, agent: 1, every: 0))
    #expect(choices(&blind)[0] > 150)
  }

  @Test("takes up an agent that rose") func rises() throws {
    var policy = try Sentence("sentinel").policy()
    policy.observe(outcomes(0, 300, agent: 1, every: 2) + outcomes(3000, 300, agent: 2, every: 10))
    #expect(choices(&policy)[0] > choices(&policy)[1])
    policy.observe(outcomes(5000, 15, agent: 2))
    let after = choices(&policy)
    #expect(after[1] > after[0])
  }

  @Test("doubts the others when one has fallen, and comes back to those that are as before") func doubts()
    throws
  {
    var policy = try Sentence("sentinel(steadiness: 0.5)").policy()
    policy.observe(outcomes(0, 500, agent: 1) + outcomes(1000, 40, agent: 2, every: 5))
    policy.observe(outcomes(2000, 40, agent: 3, every: 2))
    policy.observe(outcomes(3000, 8, agent: 1, every: 0))
    // Agent 2 was bad before: now it is looked at again.
    let doubtful = choices(&policy)
    #expect(doubtful[1] > 20)
    policy.observe(outcomes(4000, 10, agent: 2, every: 0) + outcomes(5000, 10, agent: 3, every: 2))
    let settled = choices(&policy)
    #expect(settled[2] > settled[1] && settled[1] < doubtful[1])
  }

  @Test("begins with the match of the features") func prior() throws {
    var list = agents(2)
    list[0].features = [0.9, 0.1]
    list[1].features = [0.1, 0.9]
    var fixture = FrameFixture(agents: list, seed: 3)
    var policy = try Sentence("sentinel(strength: 20)").policy()
    var plan = Plan()
    for (features, wanted) in [([1, 0], 0), ([0, 1], 1)] as [([Float], Int32)] {
      fixture.offer([Task(id: TaskID(1), features: features)])
      policy.plan(&fixture.frame, into: &plan)
      #expect(plan.agents == [wanted])
      #expect(plan.propensities[0].isNaN)
      fixture.decideAgain()
    }
  }

  @Test("lets a correction take a success back") func corrections() throws {
    var policy = try Sentence("sentinel").policy()
    policy.observe(outcomes(0, 30, agent: 1) + outcomes(100, 30, agent: 2, every: 2))
    #expect(choices(&policy)[0] > 150)
    policy.observe(
      outcomes(0, 30, agent: 1, every: 0).map {
        var corrected = $0
        corrected.isCorrection = true
        return corrected
      })
    #expect(choices(&policy)[0] < 30)
  }

  @Test("refuses bytes that say the impossible and keeps what it knew") func damage() throws {
    var policy = try Sentence("sentinel").policy()
    policy.observe(outcomes(0, 50, agent: 1))
    let whole = policy.snapshot()
    for at in whole.indices {
      var bytes = whole
      bytes[at] ^= 0xff
      do {
        var other = try Sentence("sentinel").policy()
        try other.restore(bytes)
        // What was taken up is written back as it was read.
        #expect(other.snapshot() == bytes)
      } catch let error as PolicyError {
        #expect(!error.found.isEmpty)
      }
    }
  }
}
