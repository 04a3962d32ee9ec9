import Testing

@testable import MusterCore

@Suite struct FloorTests {
  private let small = TenantID(1)
  private func ofSmall(_ id: UInt64, cpu: Int64 = 1000) -> Task {
    task(id, cpu: cpu).with { $0.tenant = small }
  }
  private func high(_ id: UInt64) -> Task { task(id).with { $0.priority = 9 } }

  /// A flood of important work that never ebbs, and one unimportant task.
  private func finishOf(floor: Int32, flood: UInt64 = 40) -> UInt64? {
    var scene = Scene(agents: [agent(1, cpu: 2000)])
    scene.ask(.setTenant(Tenant(id: small, floor: floor)))
    scene.ask(.submitAll((1...4).map(high)))
    scene.allocate()
    scene.submit(ofSmall(1000))
    for next in 5...flood {
      scene.submit(high(next))
      if let running = (1..<next).first(where: { scene.status($0) == .leased }) { scene.succeed(running) }
      scene.allocate()
      if scene.status(1000) == .leased { return next }
    }
    return nil
  }

  @Test func aFloorKeepsATenantFromStarving() {
    #expect(finishOf(floor: 0) == nil)
    // The first slot that comes free.
    #expect(finishOf(floor: 1) == 5)
  }

  @Test func atItsFloorATenantWaitsItsTurn() {
    var scene = Scene(agents: [agent(1, cpu: 3000)])
    scene.ask(.setTenant(Tenant(id: small, floor: 2)))
    scene.ask(.submitAll([high(1), high(2), high(3), ofSmall(11), ofSmall(12), ofSmall(13)]))
    #expect(scene.allocate().leases.map(\.task.rawValue) == [11, 12, 1])
    #expect(scene.engine.tenants.inFlight == [1, 2])
    scene.succeed(1)
    #expect(scene.allocate().leases.map(\.task.rawValue) == [2])
    scene.succeed(11)
    #expect(scene.allocate().leases.map(\.task.rawValue) == [13])
  }

  /// Among tenants below their floors it is priority, share and arrival, as ever.
  @Test func tenantsBelowTheirFloorsAreOrderedAsEver() {
    var scene = Scene(agents: [agent(1, cpu: 8000)])
    for tenant in 1...3 as ClosedRange<UInt32> {
      scene.ask(.setTenant(Tenant(id: TenantID(tenant), weight: tenant == 3 ? 4 : 1, floor: 2)))
    }
    func of(_ tenant: UInt32, _ id: UInt64, priority: Int16 = 0) -> Task {
      task(id).with {
        $0.tenant = TenantID(tenant)
        $0.priority = priority
      }
    }
    scene.ask(
      .submitAll([
        high(1), of(1, 11), of(1, 12, priority: 3), of(2, 21), of(2, 22), of(2, 23), of(3, 31), of(3, 32),
      ]))
    // Tenant 1 has something of priority 3; then the least share, which is tenant 2's and then tenant 3's.
    #expect(scene.allocate().leases.map(\.task.rawValue) == [12, 11, 21, 31, 32, 22, 1, 23])
  }

  /// What cannot be paid does not use up a tenant's turn.
  @Test func whatIsNotPlacedMakesWayForTheTenantsOtherWork() {
    var scene = Scene(agents: [agent(1, cpu: 1000).with { $0.price = Price(perTask: 10) }])
    scene.ask(.setTenant(Tenant(id: small, floor: 1)))
    scene.ask(
      .submitAll([
        high(1), ofSmall(11).with { $0.budget = 5 }, ofSmall(12).with { $0.budget = 5 }, ofSmall(13),
      ]))
    #expect(scene.allocate().leases.map(\.task.rawValue) == [13])
  }

  @Test func workThatFitsNowhereHoldsNobodyUp() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.ask(.setTenant(Tenant(id: small, floor: 1)))
    scene.ask(.submitAll([high(1), ofSmall(11, cpu: 5000)]))
    #expect(scene.allocate().leases.map(\.task.rawValue) == [1])
  }

  @Test func displacingTakesNobodyBelowItsFloor() {
    var configuration = EngineConfiguration()
    configuration.preemption.enabled = true
    var scene = Scene(configuration, agents: [agent(1, cpu: 3000)])
    scene.ask(.setTenant(Tenant(id: small, floor: 2)))
    scene.ask(.submitAll([ofSmall(11), ofSmall(12), ofSmall(13)]))
    scene.allocate()
    scene.ask(.submitAll([high(1), high(2)]))
    #expect(scene.allocate().revocations == ["13 preempted"])
    #expect(scene.engine.tenants.inFlight == [1, 2])
    // Its own more important work may take the place of its less important.
    scene.submit(ofSmall(14).with { $0.priority = 2 })
    #expect(scene.allocate().revocations == ["12 preempted"])
  }

  @Test func floorsAreInSnapshotAndHash() throws {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.ask(.setTenant(Tenant(id: small)))
    let before = scene.engine.stateHash()
    scene.ask(.setTenant(Tenant(id: small, floor: 1)))
    #expect(scene.engine.stateHash() != before)
    scene.ask(.submitAll([high(1), ofSmall(11)]))
    var restored = Orchestrator(engine: try Engine(snapshot: scene.engine.snapshot()), policy: FirstFit())
    var facts: [Fact] = []
    try restored.allocate(at: scene.now, into: &facts)
    #expect(facts.map(\.event).leases.map(\.task.rawValue) == [11])
    #expect(scene.refusal(of: .setTenant(Tenant(id: small, floor: -1))).hasPrefix("tenant floor: found -1"))
  }
}
