import MusterMath
import Testing

@testable import MusterCore

@Suite struct FairPreemptionTests {
  private static func fair(rest: Nanoseconds = 0) -> EngineConfiguration {
    EngineConfiguration(preemption: Preemption(enabled: true, rule: .fair, rest: rest))
  }

  private static func of(_ tenant: UInt32, _ id: UInt64, cpu: Int64 = 1000) -> Task {
    task(id, cpu: cpu).with { $0.tenant = TenantID(tenant) }
  }

  /// By hand: shares of 1 and 0, then .75 and .25, then .5 and .5, where it ends: .25 would stand below .75.
  @Test func theTenantBelowDisplacesTheOneAboveUntilTheyAreEven() {
    var scene = Scene(FairPreemptionTests.fair(), agents: [agent(1, cpu: 4000)])
    for id in 1...4 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(1, id)) }
    scene.allocate()
    for id in 5...7 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(2, id)) }
    // The latest leases go first, as among equals of the other rule.
    #expect(scene.allocate().revocations == ["4 preempted", "3 preempted"])
    #expect(scene.statuses(1, 2, 3, 4) == [.leased, .leased, .ready, .ready])
    #expect(scene.statuses(5, 6, 7) == [.leased, .leased, .ready])
    #expect(scene.allocate().revocations.isEmpty)
  }

  /// A weight of three is a due of three quarters.
  @Test func weightsCount() {
    var scene = Scene(FairPreemptionTests.fair(), agents: [agent(1, cpu: 4000)])
    scene.ask(.setTenant(Tenant(id: TenantID(1), weight: 3)))
    for id in 1...4 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(1, id)) }
    scene.allocate()
    for id in 5...7 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(2, id)) }
    #expect(scene.allocate().revocations == ["4 preempted"])
  }

  @Test func theTenantMostAboveGivesWayFirst() {
    var scene = Scene(FairPreemptionTests.fair(), agents: [agent(1, cpu: 6000)])
    for id in 1...2 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(1, id)) }
    for id in 3...6 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(2, id)) }
    scene.allocate()
    scene.submit(FairPreemptionTests.of(3, 7))
    #expect(scene.allocate().revocations == ["6 preempted"])
  }

  @Test func youngLeasesRest() {
    var scene = Scene(FairPreemptionTests.fair(rest: 10_000_000_000), agents: [agent(1, cpu: 2000)])
    for id in 1...2 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(1, id)) }
    scene.allocate()
    scene.wait(9)
    scene.submit(FairPreemptionTests.of(2, 3))
    #expect(scene.allocate().revocations.isEmpty)
    scene.wait(1)
    #expect(scene.allocate().revocations == ["2 preempted"])
  }

  @Test func onlyAmongEqualsAndOnlyWhereItIsTheRule() {
    for (rule, priority) in [(Preemption.Rule.fair, 1), (.priority, 0)] {
      let configuration = EngineConfiguration(preemption: Preemption(enabled: true, rule: rule))
      var scene = Scene(configuration, agents: [agent(1, cpu: 2000)])
      for id in 1...2 as ClosedRange<UInt64> {
        scene.submit(FairPreemptionTests.of(1, id).with { $0.priority = Int16(priority) })
      }
      scene.allocate()
      scene.submit(FairPreemptionTests.of(2, 3))
      #expect(scene.allocate().revocations.isEmpty)
    }
  }

  /// Pools that count no resources go by tasks.
  @Test func slotsAreSharedToo() {
    var scene = Scene(FairPreemptionTests.fair(), agents: [Agent(id: AgentID(1), concurrency: 4)])
    for id in 1...4 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(1, id, cpu: 0)) }
    scene.allocate()
    for id in 5...8 as ClosedRange<UInt64> { scene.submit(FairPreemptionTests.of(2, id, cpu: 0)) }
    #expect(scene.allocate().revocations == ["4 preempted", "3 preempted"])
  }

  /// Displacing is bounded: whatever the demands, it comes to rest, and no tenant that lost work stands below one that
  /// took its place.
  @Test func itComesToRest() {
    for seed in 0..<30 as Range<UInt64> {
      var random = Random(seed: seed)
      var scene = Scene(
        FairPreemptionTests.fair(),
        agents: (1...3).map { agent(UInt64($0), cpu: 4000 + Int64(random.below(4000))) })
      var id: UInt64 = 0
      for _ in 0..<8 {
        for _ in 0..<(1 + random.below(6)) {
          id += 1
          scene.submit(
            FairPreemptionTests.of(UInt32(1 + random.below(4)), id, cpu: 300 + Int64(random.below(2500))))
        }
        let before = scene.engine.totals.preemptions
        scene.allocate()
        #expect(scene.engine.totals.preemptions - before <= 3 * id, "seed \(seed)")
        #expect(scene.allocate().revocations.isEmpty, "seed \(seed)")
      }
    }
  }

  @Test func theRuleIsInTheSnapshot() throws {
    let scene = Scene(FairPreemptionTests.fair(rest: 7), agents: [agent(1)])
    let again = try Engine(snapshot: scene.engine.snapshot())
    #expect(again.configuration == scene.engine.configuration)
    let other = Scene(PreemptionTests.enabled, agents: [agent(1)])
    #expect(again.stateHash() != other.engine.stateHash())
  }
}
