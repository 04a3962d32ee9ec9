import Testing

@testable import MusterCore

/// What is put before a policy, and when.
@Suite struct OfferTests {
  /// A tenant without money has more ready tasks than a batch holds, and always the smallest share.
  @Test func nobodyIsHiddenBehindThoseWhoCannotPay() {
    var scene = Scene(
      EngineConfiguration(batchLimit: 4), agents: [agent(1, cpu: 2000).with { $0.price = Price(perTask: 1) }])
    scene.ask(.setTenant(Tenant(id: TenantID(1), budget: 0)))
    for id in 1...20 as ClosedRange<UInt64> { scene.submit(task(id).with { $0.tenant = TenantID(1) }) }
    scene.submit(task(99))
    #expect(scene.allocate().leases.map(\.task.rawValue) == [99])
  }

  @Test func eachIsOfferedOnceInARound() {
    var scene = Scene(
      EngineConfiguration(batchLimit: 4), agents: [agent(1, cpu: 2000).with { $0.price = Price(perTask: 1) }])
    scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 0)))
    for id in 1...10 as ClosedRange<UInt64> { scene.submit(task(id, cpu: Int64(100 * (id % 3)))) }
    scene.allocate()
    #expect(scene.policy.offered.map(\.count) == [4, 4, 2])
    #expect(Set(scene.policy.offered.flatMap { $0 }).count == 10)
    scene.allocate()
    #expect(scene.policy.offered.map(\.count) == [4, 4, 2, 4, 4, 2])
  }

  @Test func tasksThatFindNoRoomAreNotOffered() {
    var scene = Scene(agents: [agent(1, cpu: 1500)])
    scene.ask(.submitAll([task(1), task(2), task(3, cpu: 400), task(4, cpu: 1600)]))
    scene.allocate()
    #expect(scene.policy.offered == [[TaskID(1), TaskID(2), TaskID(3)]])
    #expect(scene.statuses(1, 2, 3, 4) == [.leased, .ready, .leased, .ready])
    scene.allocate()
    #expect(scene.policy.offered.count == 1)
    // Room for the shape of 2 again.
    scene.succeed(1)
    scene.allocate()
    #expect(scene.policy.offered.last == [TaskID(2)])
  }

  /// Without patience a task is offered even so, and only it.
  @Test func theImpatientAreRejectedFromBehindThePatient() {
    var scene = Scene(EngineConfiguration(batchLimit: 4))
    for id in 1...9 as ClosedRange<UInt64> { scene.submit(task(id)) }
    scene.submit(task(10).with { $0.patience = 0 })
    #expect(scene.allocate().endings == ["10 rejected notPlaced"])
    #expect(scene.policy.offered == [[TaskID(10)]])
    #expect(scene.engine.readyCount == 9)
  }

  /// A displaced task leaves more room than was needed: those behind get their turn in the same call.
  @Test func roomThatDisplacingLeavesIsOffered() {
    var scene = Scene(PreemptionTests.enabled, agents: [agent(1, cpu: 3000)])
    scene.submit(task(1, cpu: 3000))
    scene.allocate()
    scene.submit(task(2, cpu: 1000).with { $0.priority = 2 })
    scene.submit(task(3, cpu: 1000))
    #expect(scene.allocate().kinds == ["revoked", "leased", "leased"])
    #expect(scene.statuses(1, 2, 3) == [.ready, .leased, .leased])
  }

  /// Highest priority first; those that cannot pay do not stand in the way.
  @Test func thoseWhoFindNoRoomAskInTheirOrder() {
    var scene = Scene(
      PreemptionTests.enabled, agents: [agent(1, cpu: 2000).with { $0.price = Price(perTask: 1) }])
    scene.ask(.submitAll([task(1), task(2)]))
    scene.allocate()
    scene.submit(task(3).with { $0.priority = 1 })
    scene.submit(
      task(4).with {
        $0.priority = 2; $0.budget = 0
      })
    scene.submit(task(5).with { $0.priority = 2 })
    scene.submit(task(6).with { $0.priority = 1 })
    let events = scene.allocate()
    #expect(
      events.leases.map(\.task.rawValue) == [5, 3] && events.revocations == ["2 preempted", "1 preempted"])
    #expect(scene.statuses(4, 6) == [.ready, .ready])
  }

  @Test func gangsStandTogetherAndWhole() {
    var scene = Scene(EngineConfiguration(batchLimit: 2), agents: [agent(1, cpu: 9000)])
    scene.submit(task(1))
    scene.ask(.submitAll(GangTests.gang(2...4)))
    scene.submit(task(5))
    scene.allocate()
    #expect(scene.policy.offered.map { $0.map(\.rawValue) } == [[1, 2, 3, 4], [5]])
  }

  @Test func linesForgetWhatIsStale() {
    var scene = Scene(agents: [agent(1)])
    // The first stays: nobody has its skill. The others pass by.
    scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 1)))
    scene.ask(.change(agent(1).with { $0.price = Price(perTask: 2) }))
    scene.submit(task(1))
    for id in 2...3000 as ClosedRange<UInt64> {
      scene.submit(task(id))
      scene.ask(.cancel(TaskID(id)))
      scene.allocate()
    }
    let entries = scene.engine.queue.levels.flatMap(\.lines).reduce(0) { $0 + $1.entries.count }
    #expect(scene.engine.readyCount == 1 && entries < 300)
  }

  @Test func decisionsAreNumberedAndToldApart() {
    var scene = Scene(agents: [agent(1, cpu: 2000)])
    scene.ask(.submitAll([task(1), task(2), task(3)]))
    let first = scene.allocate().leases.map(\.decision.rawValue)
    scene.succeed(1)
    let second = scene.allocate().leases.map(\.decision.rawValue)
    #expect(first == [1, 2] && second == [3])
    // The last number there is leaves the count where it can go no further.
    scene.succeed(2)
    scene.submit(task(4))
    scene.ask(.assign(Assignment(task: TaskID(4), agent: AgentID(1), decision: DecisionID(.max))))
    #expect(scene.status(4) == .leased)
  }
}
