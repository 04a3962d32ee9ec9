import Testing

@testable import MusterCore

@Suite struct PreemptionTests {
  static let enabled = EngineConfiguration(preemption: Preemption(enabled: true, bandwidth: 100, rounds: 2))

  /// By hand: 1000 MiB, dirtied at 50 MiB/s, over 100 MiB/s: r = 1/2. Two rounds copy 1000 + 500 + 250, and
  /// the last 250 MiB stand still for 2.5 s. See also the closed form M (1 - r^(n+1)) / (1 - r) = 1750.
  @Test func theCostOfMovingByHand() {
    let footprint = Footprint(memoryMiB: 1000, dirtyMiBPerSecond: 50)
    #expect(
      MigrationCost.preCopy(footprint, bandwidth: 100, rounds: 2)
        == MigrationCost(trafficMiB: 1750, downtimeSeconds: 2.5))
    // Stop and copy.
    #expect(
      MigrationCost.preCopy(footprint, bandwidth: 100, rounds: 0)
        == MigrationCost(trafficMiB: 1000, downtimeSeconds: 10))
    // Nothing is dirtied: one copy, no pause.
    #expect(
      MigrationCost.preCopy(Footprint(memoryMiB: 1000), bandwidth: 100, rounds: 3)
        == MigrationCost(trafficMiB: 1000, downtimeSeconds: 0))
    // r = 1, where the closed form has a hole: each round copies it all again.
    #expect(
      MigrationCost.preCopy(Footprint(memoryMiB: 10, dirtyMiBPerSecond: 100), bandwidth: 100, rounds: 4)
        == MigrationCost(trafficMiB: 50, downtimeSeconds: 0.1))
    // r = 2: copying does not keep up. 10 + 20 + 40, the last 40 at 100 a second.
    #expect(
      MigrationCost.preCopy(Footprint(memoryMiB: 10, dirtyMiBPerSecond: 200), bandwidth: 100, rounds: 2)
        == MigrationCost(trafficMiB: 70, downtimeSeconds: 0.4))
    #expect(
      MigrationCost.preCopy(.none, bandwidth: 100, rounds: 2)
        == MigrationCost(trafficMiB: 0, downtimeSeconds: 0))
  }

  static func heavy(_ id: UInt64, priority: Int16, memory: Double, cpu: Int64 = 1000) -> Task {
    task(id, cpu: cpu).with {
      $0.priority = priority
      $0.footprint = Footprint(memoryMiB: memory, dirtyMiBPerSecond: 50)
    }
  }

  @Test func higherPriorityDisplacesTheCheapestToMove() {
    var scene = Scene(PreemptionTests.enabled, agents: [agent(1, cpu: 3000)])
    scene.ask(
      .submitAll([
        PreemptionTests.heavy(1, priority: 1, memory: 1), PreemptionTests.heavy(2, priority: 0, memory: 2000),
        PreemptionTests.heavy(3, priority: 0, memory: 1000),
      ]))
    scene.allocate()
    scene.submit(task(9).with { $0.priority = 5 })
    let events = scene.allocate()
    #expect(events.kinds == ["revoked", "leased"])
    // Lowest priority first, then the least traffic: 3 before 2, 1 not at all.
    #expect(events.revocations == ["3 preempted"])
    #expect(
      events.first
        == .revoked(
          LeaseID(3), TaskID(3), .preempted, moving: MigrationCost(trafficMiB: 1750, downtimeSeconds: 2.5)))
    #expect(scene.agent(9) == 1 && scene.status(3) == .ready)
    #expect(scene.engine.totals.preemptions == 1 && scene.engine.totals.movedMiB == 1750)
    #expect(scene.record(3)?.failures == 0)
  }

  @Test func equalsDoNotDisplaceEachOther() {
    var scene = Scene(PreemptionTests.enabled, agents: [agent(1, cpu: 1000)])
    scene.submit(task(1))
    scene.allocate()
    scene.submit(task(2))
    #expect(scene.refusal(of: .preempt(TaskID(2))) == "task 2: cannot be assigned: noVictim")
    scene.submit(task(3, cpu: 2000).with { $0.priority = 1 })
    #expect(scene.refusal(of: .preempt(TaskID(3))) == "task 3: cannot be assigned: noVictim")
    #expect(scene.refusal(of: .preempt(TaskID(1))) == "task 1: cannot be assigned: taskNotReady")
  }

  @Test func noMoreThanNeededAreDisplaced() {
    var scene = Scene(PreemptionTests.enabled, agents: [agent(1, cpu: 3000)])
    scene.ask(
      .submitAll([
        PreemptionTests.heavy(1, priority: 0, memory: 1, cpu: 1000),
        PreemptionTests.heavy(2, priority: 0, memory: 2, cpu: 2000),
      ]))
    scene.allocate()
    // Greedy by traffic takes 1, then needs 2 as well; 1 is spared in the end.
    scene.submit(task(9, cpu: 2000).with { $0.priority = 1 })
    #expect(scene.allocate().revocations == ["2 preempted"])
    #expect(scene.statuses(1, 2, 9) == [.leased, .ready, .leased])
  }

  @Test func theAgentWithTheLeastImportantVictimsIsChosen() {
    var scene = Scene(
      PreemptionTests.enabled, agents: [agent(1, cpu: 1000), agent(2, cpu: 1000), agent(3, cpu: 1000)])
    for (id, priority, memory) in [(1, 2, 1.0), (2, 1, 900.0), (3, 1, 800.0)] {
      scene.submit(PreemptionTests.heavy(UInt64(id), priority: Int16(priority), memory: memory))
      scene.assign(UInt64(id), to: UInt64(id))
    }
    scene.submit(task(9).with { $0.priority = 7 })
    #expect(scene.allocate().revocations == ["3 preempted"])
  }

  @Test func gangsNeitherDisplaceNorAreDisplaced() {
    var scene = Scene(PreemptionTests.enabled, agents: [agent(1, cpu: 2000)])
    scene.ask(.submitAll(GangTests.gang(1...2)))
    scene.allocate()
    scene.submit(task(3).with { $0.priority = 1 })
    #expect(scene.refusal(of: .preempt(TaskID(3))) == "task 3: cannot be assigned: noVictim")
    scene.ask(.submitAll(GangTests.gang(4...5, 2).map { $0.with { $0.priority = 3 } }))
    #expect(scene.refusal(of: .preempt(TaskID(4))) == "task 4: cannot be assigned: noVictim")
  }

  @Test func devicesAndSlotsAreFreedToo() {
    var scene = Scene(
      PreemptionTests.enabled,
      agents: [
        agent(1).with {
          $0.deviceCount = 2; $0.concurrency = 2
        }
      ])
    func share(_ id: UInt64, _ priority: Int16, count: UInt8, milli: Int16) -> Task {
      task(id).with {
        $0.priority = priority; $0.demand.devices = DeviceDemand(count: count, milliEach: milli)
      }
    }
    scene.submit(share(1, 0, count: 1, milli: 500))
    scene.submit(share(2, 0, count: 1, milli: 1000))
    scene.allocate()
    scene.submit(share(9, 1, count: 2, milli: 500))
    let events = scene.allocate()
    #expect(events.revocations == ["2 preempted"])
    #expect(events.leases.map(\.devices) == [0b11])
    #expect(scene.engine.pool.devices[0].left[0] == 0 && scene.engine.pool.devices[0].left[1] == 500)
  }

  @Test func moneyIsMinded() {
    var scene = Scene(
      PreemptionTests.enabled, agents: [agent(1, cpu: 1000).with { $0.price = Price(perTask: 10) }])
    scene.submit(task(1))
    scene.allocate()
    scene.submit(
      task(2).with {
        $0.priority = 1; $0.budget = 9
      })
    #expect(scene.refusal(of: .preempt(TaskID(2))) == "task 2: cannot be assigned: taskBudget")
  }

  @Test func nothingIsDisplacedUnlessEnabled() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.submit(task(1))
    scene.allocate()
    scene.submit(task(2).with { $0.priority = 1 })
    #expect(scene.allocate().isEmpty)
    #expect(scene.refusal(of: .preempt(TaskID(2))) == "task 2: cannot be assigned: noVictim")
  }

  /// A full pool is no reason to ask about every waiting task, as long as nothing less important runs.
  @Test func whereNothingIsLessImportantNobodyIsAsked() {
    var configuration = EngineConfiguration()
    configuration.preemption.enabled = true
    var scene = Scene(configuration, agents: [agent(1, cpu: 1000)])
    scene.submit(task(1).with { $0.priority = 1 })
    scene.allocate()
    let asked = scene.policy.offered.count
    scene.ask(.submitAll([task(2).with { $0.priority = 1 }, task(3)]))
    #expect(scene.allocate().isEmpty && scene.policy.offered.count == asked)
    scene.submit(task(4).with { $0.priority = 2 })
    #expect(scene.allocate().revocations == ["1 preempted"])
  }
}
