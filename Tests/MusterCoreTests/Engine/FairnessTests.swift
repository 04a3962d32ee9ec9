import Testing

@testable import MusterCore

@Suite struct FairnessTests {
  /// Ghodsi et al., "Dominant Resource Fairness", NSDI'11, figure 1 and section 4.1: 9 CPU and 18 GB, user A with
  /// tasks of <1 CPU, 4 GB>, user B of <3 CPU, 1 GB>. A gets 3 tasks, B 2; both have two thirds.
  @Test(arguments: [1, 4, 256])
  func theExampleOfThePaper(batchLimit: Int) {
    var scene = Scene(
      EngineConfiguration(batchLimit: batchLimit), agents: [agent(1, cpu: 9000, memory: 18 * 1024)])
    var batch: [Task] = []
    for id in 1...10 as ClosedRange<UInt64> {
      batch.append(task(id, cpu: 1000, memory: 4 * 1024).with { $0.tenant = TenantID(0) })
      batch.append(task(100 + id, cpu: 3000, memory: 1024).with { $0.tenant = TenantID(1) })
    }
    scene.ask(.submitAll(batch))
    scene.allocate()
    let tenants = scene.engine.tenants
    #expect(tenants.usage[0] == Resources(cpuMilli: 3000, memoryMiB: 12 * 1024))
    #expect(tenants.usage[1] == Resources(cpuMilli: 6000, memoryMiB: 2 * 1024))
    #expect(scene.engine.pool.free[0] == Resources(cpuMilli: 0, memoryMiB: 4 * 1024))
  }

  /// 0: A; 2/9: B; 3/9 > 2/9: A; 4/9 > 3/9: B; A at 4/9 < 6/9: A; then nothing fits.
  @Test func theOrderIsThatOfTheShares() {
    var scene = Scene(agents: [agent(1, cpu: 9000, memory: 18 * 1024)])
    for id in 1...4 as ClosedRange<UInt64> {
      scene.submit(task(id, cpu: 1000, memory: 4 * 1024).with { $0.tenant = TenantID(0) })
      scene.submit(task(100 + id, cpu: 3000, memory: 1024).with { $0.tenant = TenantID(1) })
    }
    #expect(scene.allocate().leases.map(\.task.rawValue) == [1, 101, 2, 102, 3])
  }

  @Test func twiceTheWeightIsTwiceTheShare() {
    var scene = Scene(agents: [agent(1, cpu: 9000)])
    scene.ask(.setTenant(Tenant(id: TenantID(1), weight: 2)))
    for id in 1...9 as ClosedRange<UInt64> {
      scene.submit(task(id))
      scene.submit(task(100 + id).with { $0.tenant = TenantID(1) })
    }
    scene.allocate()
    #expect(scene.engine.tenants.usage[0].cpuMilli == 3000)
    #expect(scene.engine.tenants.usage[1].cpuMilli == 6000)
  }

  @Test func devicesAreAResource() {
    var scene = Scene(agents: [agent(1, cpu: 100_000).with { $0.deviceCount = 8 }])
    for id in 1...8 as ClosedRange<UInt64> {
      scene.submit(task(id, cpu: 1000).with { $0.demand.devices = DeviceDemand(count: 1, milliEach: 1000) })
      // 12.5 % of the CPU, as one device is 12.5 % of the devices.
      scene.submit(task(100 + id, cpu: 12_500).with { $0.tenant = TenantID(1) })
    }
    scene.allocate()
    let shares = [scene.engine.tenants.deviceMilli[0], scene.engine.tenants.usage[1].cpuMilli]
    #expect(shares == [8000, 87_500])
    #expect(scene.facts.map(\.event).leases.prefix(4).map(\.task.rawValue) == [1, 101, 2, 102])
  }

  @Test func priorityGoesBeforeShares() {
    var scene = Scene(agents: [agent(1, cpu: 3000)])
    scene.submit(task(1).with { $0.tenant = TenantID(1) })
    for id in 2...4 as ClosedRange<UInt64> { scene.submit(task(id).with { $0.priority = 5 }) }
    #expect(scene.allocate().leases.map(\.task.rawValue) == [2, 3, 4])
  }

  @Test func inOneTenantFirstComeFirstServed() {
    var scene = Scene(agents: [agent(1, cpu: 100_000)])
    // Different shapes, so different lines.
    for id in 1...20 as ClosedRange<UInt64> { scene.submit(task(id, cpu: 100 + Int64(id % 3))) }
    #expect(scene.allocate().leases.map(\.task.rawValue) == Array(1...20))
  }
}
