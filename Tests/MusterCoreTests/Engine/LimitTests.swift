import Testing

@testable import MusterCore

/// Back-pressure, repeats and forgetting.
@Suite struct LimitTests {
  @Test func aFullQueueRefusesUntilSomethingEnds() {
    var scene = Scene(EngineConfiguration(taskLimit: 2), agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2)]))
    #expect(
      scene.refusal(of: .submit(task(3))) == "queue full: 2 tasks are waiting or running; try again later")
    scene.allocate()
    #expect(
      scene.refusal(of: .submit(task(3))) == "queue full: 2 tasks are waiting or running; try again later")
    scene.succeed(1)
    scene.submit(task(3))
  }

  @Test func aRepeatIsToldSoHoweverFullTheQueueIs() {
    var scene = Scene(EngineConfiguration(taskLimit: 1))
    scene.submit(task(1).with { $0.idempotencyKey = "order-1" })
    #expect(
      scene.refusal(of: .submit(task(2).with { $0.idempotencyKey = "order-1" }))
        == "idempotency key \"order-1\": taken by task 1")
  }

  @Test func aFullPoolRefusesNewAgentsOnly() {
    var scene = Scene(EngineConfiguration(agentLimit: 2), agents: [agent(1), agent(2)])
    #expect(scene.refusal(of: .join(agent(3))) == "pool full: 2 agents")
    scene.ask(.leave(AgentID(1)))
    #expect(scene.refusal(of: .join(agent(3))) == "pool full: 2 agents")
    scene.ask(.join(agent(1)))
  }

  @Test func aKeyIsOfItsTenantAndAsLongAsItsTaskIsKept() {
    var scene = Scene(EngineConfiguration(retention: 1), agents: [agent(1)])
    func keyed(_ id: UInt64, tenant: UInt32 = 0) -> Task {
      task(id).with {
        $0.idempotencyKey = "k"; $0.tenant = TenantID(tenant)
      }
    }
    scene.submit(keyed(1))
    scene.submit(keyed(2, tenant: 1))
    #expect(scene.refusal(of: .submit(keyed(3))) == "idempotency key \"k\": taken by task 1")
    scene.allocate()
    scene.succeed(1)
    #expect(scene.refusal(of: .submit(keyed(3))) == "idempotency key \"k\": taken by task 1")
    scene.succeed(2)
    // Task 1 is forgotten, and its key with it.
    scene.submit(keyed(3))
    #expect(scene.refusal(of: .submit(keyed(4, tenant: 1))) == "idempotency key \"k\": taken by task 2")
  }

  @Test func theOldestEndsAreForgotten() {
    var scene = Scene(EngineConfiguration(retention: 2), agents: [agent(1, cpu: 100_000)])
    scene.ask(.submitAll((1...5).map { task($0) }))
    scene.allocate()
    for id in [3, 1, 5, 2] as [UInt64] { scene.succeed(id) }
    #expect(scene.statuses(1, 2, 3, 4, 5) == [nil, .succeeded, nil, .leased, .succeeded])
    #expect(scene.engine.tasks.freeRows.count == 2 && scene.engine.totals.ended(.succeeded) == 4)
    // The rows are used again, the latest first.
    scene.submit(task(6))
    #expect(scene.engine.tasks.row(of: TaskID(6)) == 0)
    #expect(
      scene.refusal(of: .submit(task(7, after: [3])))
        == "task 7: depends on task 3, which is not known; submit it before, or in the same batch")
  }

  @Test func retentionIsKeptOverManyEnds() {
    var scene = Scene(EngineConfiguration(retention: 100), agents: [agent(1)])
    for id in 1...5000 as ClosedRange<UInt64> {
      scene.ask(.submit(task(id)))
      scene.ask(.cancel(TaskID(id)))
    }
    #expect(scene.engine.tasks.records.count == 101)
    #expect(scene.engine.tasks.endedRows.count - scene.engine.tasks.endedHead == 100)
    #expect(scene.engine.tasks.endedRows.count < 3000)
  }
}
