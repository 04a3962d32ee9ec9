import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("Two policies at once") struct RolloutTests {
  /// Three agents of rising price.
  static let pool = (0..<3).map { Agent(id: AgentID(UInt64($0 + 1)), price: Price(perTask: Int64($0) * 100)) }

  /// Drives an orchestrator through single tasks, of which each succeeds with the chance of its agent.
  static func drive(
    _ policy: some Policy, tasks: Int, success: [Double] = [0.9, 0.6, 0.3], seed: UInt64 = 1
  ) throws -> (orchestrator: Orchestrator, leases: [Lease], facts: [Fact]) {
    var configuration = EngineConfiguration()
    configuration.seed = seed
    configuration.taskLimit = tasks
    var orchestrator = Orchestrator(engine: Engine(configuration), policy: policy)
    var facts: [Fact] = []
    var random = Random(seed: seed, stream: 0x6472)
    for agent in pool { try orchestrator.handle(.join(agent), at: .zero, into: &facts) }
    for number in 0..<tasks {
      let now = Instant(Int64(number) * 1000)
      let first = facts.count
      try orchestrator.handle(.submit(Task(id: TaskID(UInt64(number + 1)))), at: now, into: &facts)
      try orchestrator.allocate(at: now, into: &facts)
      for case .leased(let lease) in facts[first...].map(\.event) {
        let succeeded = random.bernoulli(success[Int(lease.agent.rawValue) - 1])
        try orchestrator.handle(
          .report(
            Report(
              lease: lease.id, task: lease.task, succeeded: succeeded, retryable: false,
              reward: succeeded ? 1 : 0)), at: now + 500, into: &facts)
      }
    }
    let leases = facts.compactMap { if case .leased(let lease) = $0.event { lease } else { nil } }
    return (orchestrator, leases, facts)
  }

  static func rollout(share: Double = 0.3, promotes: Bool = false, old: String = "cheapest") throws -> Rollout
  {
    Rollout(
      old: try Sentence.parse(old), new: try Sentence.parse("feasible | cheapest(weight: -1) | best"),
      try RolloutSettings(share: share, minimum: 20, promotes: promotes))
  }

  @Test("gives the new policy its share and records the chance of both together") func propensities() throws {
    let run = try RolloutTests.drive(
      try RolloutTests.rollout(old: "feasible | cheapest | explore(0.3)"), tasks: 2000,
      success: [0.5, 0.5, 0.5])
    let counts = (1...3).map { id in run.leases.count { $0.agent.rawValue == UInt64(id) } }
    // Old: 0.8, 0.1, 0.1; new: the last.
    let expected = [0.7 * 0.8, 0.7 * 0.1, 0.7 * 0.1 + 0.3]
    for lease in run.leases {
      #expect(abs(lease.propensity - expected[Int(lease.agent.rawValue) - 1]) < 1e-12)
    }
    for (count, p) in zip(counts, expected) {
      #expect(abs(Double(count) - 2000 * p) < 5 * (2000 * p * (1 - p)).squareRoot(), "\(counts)")
    }
    let status = try #require(run.orchestrator.policy as? Rollout).status
    #expect(status.state == .running && status.old.outcomes + status.new.outcomes == 2000)
    #expect(abs(status.new.mean - 0.5) < 0.1)
  }

  @Test("goes back to the old policy for good when the new one is worse") func returns() throws {
    let run = try RolloutTests.drive(try RolloutTests.rollout(), tasks: 2000)
    let status = try #require(run.orchestrator.policy as? Rollout).status
    #expect(status.state == .returned && status.share == 0)
    #expect(status.new.high < status.old.low)
    #expect(run.leases.suffix(500).allSatisfy { $0.agent.rawValue == 1 && $0.propensity == 1 })
    #expect(run.leases.contains { $0.agent.rawValue == 3 })
  }

  @Test("hands over to the new policy when that is better") func promotes() throws {
    let run = try RolloutTests.drive(
      try RolloutTests.rollout(promotes: true), tasks: 2000, success: [0.3, 0.3, 0.9])
    #expect(try #require(run.orchestrator.policy as? Rollout).status.state == .promoted)
    #expect(run.leases.suffix(500).allSatisfy { $0.agent.rawValue == 3 && $0.propensity == 1 })
  }

  @Test("does not know the chance where one of them does not") func unknown() throws {
    let run = try RolloutTests.drive(
      try RolloutTests.rollout(old: "feasible | sample(2) | cheapest | best"), tasks: 50)
    #expect(run.leases.allSatisfy { $0.propensity.isNaN })
  }

  /// A policy with a snapshot from half-way that hears the rest of the log is where the run is.
  @Test("is rebuilt from a snapshot and the facts after it", arguments: [true, false])
  func recovers(isShadow: Bool) throws {
    func make() throws -> any Policy {
      let old = try Sentence.parse("feasible | fit-to-kind | explore(0.3)")
      let new = try Sentence.parse("feasible | cheapest(weight: -1) | sampled(100)")
      if isShadow { return Shadow(obeyed: old, shadow: new) }
      return Rollout(old: old, new: new, try RolloutSettings(share: 0.4, minimum: 1000))
    }
    let run = try RolloutTests.drive(try make(), tasks: 300)
    var engine = Engine(run.orchestrator.engine.configuration)
    var policy = try make()
    for (index, fact) in run.facts.enumerated() {
      if index == run.facts.count / 2 {
        let bytes = policy.snapshot()
        policy = try make()
        try policy.restore(bytes)
        #expect(policy.snapshot() == bytes)
      }
      if case .explained(let decision, _, let explanation) = fact.event {
        policy.recall(decision, features: explanation.features)
      }
      if let outcome = engine.outcome(of: fact) { policy.observe([outcome]) }
      try engine.apply(fact)
    }
    #expect(policy.snapshot() == run.orchestrator.policy.snapshot())
  }

  @Test("a shadow is never obeyed, and agrees with itself") func shadow() throws {
    let alone = try RolloutTests.drive(
      try Sentence("feasible | cheapest | explore(0.4)").policy(), tasks: 400)
    let obeyed = try Sentence.parse("feasible | cheapest | explore(0.4)")
    let shadowed = try RolloutTests.drive(
      Shadow(obeyed: obeyed, shadow: try Sentence.parse("feasible | cheapest(weight: -1) | best")), tasks: 400
    )
    #expect(alone.leases == shadowed.leases)
    let same = try RolloutTests.drive(Shadow(obeyed: obeyed, shadow: obeyed), tasks: 400)
    let status = try #require(same.orchestrator.policy as? Shadow).status()
    #expect(status.decisions == 400 && status.outcomes == 400 && status.skipped == 0)
    #expect(abs(status.effectiveCount - 400) < 1e-3 && abs(status.meanWeight - 1) < 1e-6)
    #expect(abs(status.selfNormalised.value - status.obeyed.value) < 1e-6)
    #expect(abs(status.inversePropensity.halfWidth - status.obeyed.halfWidth) < 1e-4)
    #expect(status.warnings.isEmpty)
  }

  @Test("a shadow says how often it agrees and what it would have brought") func judges() throws {
    let run = try RolloutTests.drive(
      Shadow(
        obeyed: try Sentence.parse("feasible | cheapest | explore(0.6)"),
        shadow: try Sentence.parse("feasible | cheapest(weight: -1) | best")), tasks: 3000)
    let status = try #require(run.orchestrator.policy as? Shadow).status(level: 0.99)
    // The dearest is chosen in a fifth of the decisions, and succeeds in 0.3.
    #expect(abs(status.agreement - 0.2) < 0.04)
    #expect(status.selfNormalised.low < 0.3 && status.selfNormalised.high > 0.3)
    #expect(status.inversePropensity.low < 0.3 && status.inversePropensity.high > 0.3)
    #expect(status.obeyed.low < 0.72 && status.obeyed.high > 0.72)
    #expect(abs(status.greatestWeight - 5) < 1e-6)
    let blind = try RolloutTests.drive(
      Shadow(
        obeyed: try Sentence.parse("cheapest"),
        shadow: try Sentence.parse("feasible | cheapest(weight: -1) | best")), tasks: 50)
    let nothing = try #require(blind.orchestrator.policy as? Shadow).status()
    #expect(nothing.agreement == 0 && nothing.warnings == [.noOverlap])
    #expect(nothing.selfNormalised.halfWidth == .infinity)
  }
}
