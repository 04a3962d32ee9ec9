import Testing

@testable import MusterCore

/// Retries that look for another agent.
@Suite struct ElsewhereTests {
  private func choosy(_ id: UInt64, attempts: UInt16 = 20) -> Task {
    task(id).with {
      $0.retry = RetryRule(attempts: attempts, backoff: 0, backoffLimit: 0, jitter: 0, elsewhere: true)
    }
  }

  private func failed(_ scene: Scene, _ task: UInt64) -> [Int32] {
    scene.engine.tasks.row(of: TaskID(task)).map { scene.engine.tasks.failedAgents(of: $0).rows } ?? []
  }

  @Test func aFailedTryIsFollowedByOneOnAnotherAgent() {
    var scene = Scene(agents: [agent(1), agent(2), agent(3)])
    scene.submit(choosy(1))
    scene.submit(task(2))
    var tried: [UInt64?] = []
    for _ in 0..<3 {
      scene.allocate()
      tried.append(scene.agent(1))
      scene.fail(1)
    }
    #expect(tried == [1, 2, 3] && failed(scene, 1) == [0, 1, 2])
    // All have failed it: any will do again.
    scene.allocate()
    #expect(scene.agent(1) == 1)
    // One that does not ask for it gets the same agent again.
    scene.fail(2)
    scene.allocate()
    #expect(scene.agent(2) == 1 && failed(scene, 2).isEmpty)
  }

  @Test func theSameAgentWillDoWhereNoOtherHasRoom() {
    var scene = Scene(agents: [agent(1, cpu: 1000), agent(2, cpu: 1000)])
    scene.submit(choosy(1))
    scene.submit(task(2))
    scene.allocate()
    #expect(scene.agent(1) == 1 && scene.agent(2) == 2)
    scene.fail(1)
    scene.allocate()
    #expect(scene.agent(1) == 1)
    scene.succeed(2)
    scene.fail(1)
    scene.allocate()
    #expect(scene.agent(1) == 2)
  }

  @Test func aLapseAndALeaveCountAndOtherRevocationsDoNot() {
    var configuration = EngineConfiguration()
    configuration.leaseTerm = 1_000_000_000
    var scene = Scene(configuration, agents: [agent(1), agent(2), agent(3), agent(4)])
    scene.submit(choosy(1))
    scene.allocate()
    scene.wait(1)
    scene.advance()
    #expect(failed(scene, 1) == [0])
    scene.allocate()
    #expect(scene.agent(1) == 2)
    scene.ask(.leave(AgentID(2)))
    scene.ask(.join(agent(2)))
    scene.allocate()
    #expect(scene.agent(1) == 3 && failed(scene, 1) == [0, 1])
    #expect(scene.ask(.change(agent(3, cpu: 10))).revocations == ["1 capacityShrunk"])
    #expect(failed(scene, 1) == [0, 1])
  }

  @Test func theLastEightAreKeptEachOnce() {
    var list = FailedAgents()
    for row in [3, 4, 3, 5, 6, 7, 8, 9, 10] as [Int32] { list.add(row) }
    #expect(list.rows == [4, 3, 5, 6, 7, 8, 9, 10])
    list.add(11)
    #expect(list.rows == [3, 5, 6, 7, 8, 9, 10, 11] && !list.contains(4) && list.contains(3))
    list.add(3)
    #expect(list.rows == [5, 6, 7, 8, 9, 10, 11, 3])
  }

  @Test func theListIsInSnapshotAndHashAndGoesWithTheTask() throws {
    var scene = Scene(agents: [agent(1), agent(2)])
    scene.submit(choosy(1))
    scene.allocate()
    scene.fail(1)
    let engine = scene.engine
    let restored = try Engine(snapshot: engine.snapshot())
    #expect(restored.tasks.failedAgents(of: 0).rows == [0] && restored.stateHash() == engine.stateHash())
    var other = engine
    other.tasks.setFailedAgents(of: 0, FailedAgents())
    #expect(other.stateHash() != engine.stateHash())
    scene.allocate()
    scene.succeed(1)
    #expect(failed(scene, 1).isEmpty)
    #expect(scene.engine.tasks.freeFailedSlots.count == scene.engine.tasks.failedAgents.count)
  }

  @Test func gangsDoWithout() {
    var scene = Scene(agents: [agent(1), agent(2)])
    scene.ask(.submitAll([1, 2].map { choosy($0).with { $0.gang = GangID(1) } }))
    scene.allocate()
    scene.fail(1)
    #expect(failed(scene, 1).isEmpty)
    scene.allocate()
    #expect(scene.agent(1) == 1 && scene.agent(2) == 1)
  }

  /// Without a wait the next try may begin at once: no timer stands between.
  @Test func withoutBackoffTheRetryIsReadyAtOnce() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.wait(3)
    guard case .attemptFailed(_, _, _, let retryAt, _)? = scene.fail(1).first else {
      Issue.record("the try has not failed")
      return
    }
    #expect(retryAt == scene.now && scene.status(1) == .ready)
    #expect(scene.allocate().leases.map(\.task) == [TaskID(1)])
  }

  @Test func displacingPrefersAgentsThatHaveNotFailedTheTask() {
    var configuration = EngineConfiguration()
    configuration.preemption.enabled = true
    var scene = Scene(configuration, agents: [agent(1, cpu: 1000), agent(2, cpu: 1000)])
    scene.submit(choosy(1).with { $0.priority = 5 })
    scene.allocate()
    scene.fail(1)
    scene.assign(1, to: 1)
    scene.fail(1)
    scene.submit(task(2))
    scene.submit(task(3).with { $0.priority = 1 })
    scene.assign(2, to: 1)
    scene.assign(3, to: 2)
    #expect(scene.allocate().revocations.first == "3 preempted")
    #expect(scene.agent(1) == 2)
  }
}
