import Testing

@testable import MusterCore

@Suite struct ThrottleTests {
  private func throttle(_ limit: Int32) -> Request { .throttle(AgentID(1), limit: limit) }

  @Test func aThrottledAgentIsGivenNoMoreAndKeepsWhatItHas() {
    var scene = Scene(agents: [agent(1).with { $0.concurrency = 4 }])
    scene.ask(.submitAll((1...6).map { task($0, cpu: 100) }))
    #expect(scene.allocate().leases.count == 4)
    #expect(scene.ask(throttle(2)) == [.agentThrottled(AgentID(1), limit: 2)])
    #expect(scene.engine.pool.concurrency == [2] && scene.engine.pool.inFlight == [4])
    #expect(scene.engine.pool.agents[0].concurrency == 4)
    scene.succeed(1)
    scene.succeed(2)
    #expect(scene.allocate().isEmpty)
    scene.succeed(3)
    #expect(scene.allocate().leases.map(\.task) == [TaskID(5)])
  }

  /// Nobody had room for the shape: the queue has to notice that somebody has again.
  @Test func raisingTheLimitOpensTheQueue() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(throttle(0))
    scene.submit(task(1))
    scene.submit(task(2))
    #expect(scene.allocate().isEmpty)
    scene.ask(throttle(1))
    #expect(scene.allocate().leases.map(\.task) == [TaskID(1)])
    scene.ask(throttle(.max))
    #expect(scene.allocate().leases.map(\.task) == [TaskID(2)])
    #expect(scene.engine.pool.concurrency == [.max])
  }

  @Test func itNeverLiftsTheAgentsOwnConcurrency() {
    var scene = Scene(agents: [agent(1).with { $0.concurrency = 2 }])
    scene.ask(throttle(5))
    #expect(scene.engine.pool.concurrency == [2])
    scene.ask(.change(agent(1).with { $0.concurrency = 9 }))
    #expect(scene.engine.pool.concurrency == [5])
  }

  @Test func itOutlivesChangesAndSuspicionButNotALeave() {
    var configuration = EngineConfiguration()
    configuration.suspectAfter = 1_000_000_000
    var scene = Scene(configuration, agents: [agent(1)])
    scene.ask(throttle(3))
    scene.ask(.change(agent(1, cpu: 2000)))
    scene.wait(1)
    scene.advance()
    #expect(scene.agentStatus(1) == .suspected && scene.engine.pool.allowance == [3])
    scene.ask(throttle(1))
    scene.ask(.heartbeat(AgentID(1)))
    #expect(scene.agentStatus(1) == .active && scene.engine.pool.concurrency == [1])
    // A second registration is a change.
    scene.ask(.join(agent(1)))
    #expect(scene.engine.pool.concurrency == [1])
    scene.ask(.leave(AgentID(1)))
    scene.ask(.join(agent(1)))
    #expect(scene.engine.pool.concurrency == [.max] && scene.engine.pool.allowance == [.max])
  }

  @Test func whatChangesNothingIsNoFactAndNonsenseIsRefused() {
    var scene = Scene(agents: [agent(1)])
    #expect(scene.ask(throttle(.max)).isEmpty)
    #expect(scene.ask(throttle(2)).count == 1)
    let version = scene.engine.pool.version[0]
    #expect(scene.ask(throttle(2)).isEmpty)
    #expect(scene.engine.pool.version[0] == version)
    #expect(scene.refusal(of: throttle(-1)) == "agent 1 throttle: found -1, expected a number of tasks >= 0")
    #expect(scene.refusal(of: .throttle(AgentID(7), limit: 1)).hasPrefix("agent 7: not known"))
    scene.ask(.leave(AgentID(1)))
    #expect(scene.refusal(of: throttle(1)).hasPrefix("agent 1: not known"))
    var engine = scene.engine
    #expect(throws: EngineError.self) {
      try engine.apply(Fact(at: .zero, .agentThrottled(AgentID(1), limit: 1)))
    }
  }

  @Test func itIsInSnapshotAndHash() throws {
    var scene = Scene(agents: [agent(1)])
    let before = scene.engine.stateHash()
    let version = scene.engine.pool.version[0]
    scene.ask(throttle(2))
    #expect(scene.engine.stateHash() != before && scene.engine.pool.version[0] != version)
    let restored = try Engine(snapshot: scene.engine.snapshot())
    #expect(restored.pool.allowance == [2] && restored.pool.concurrency == [2])
    #expect(restored.stateHash() == scene.engine.stateHash())
  }

  /// Displacing makes room up to the limit, and none on an agent in quarantine.
  @Test func displacingKeepsToTheLimit() {
    var configuration = EngineConfiguration()
    configuration.preemption.enabled = true
    var scene = Scene(configuration, agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2)]))
    scene.allocate()
    scene.ask(throttle(0))
    scene.submit(task(3).with { $0.priority = 9 })
    #expect(scene.allocate().isEmpty)
    scene.ask(throttle(2))
    #expect(scene.allocate().revocations == ["2 preempted"])
    #expect(scene.statuses(1, 2, 3) == [.leased, .ready, .leased])
  }
}
