import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("A score") struct ScoreTests {
  /// The baselines of FGD as its rules give them, on states of all sorts.
  @Test("of a baseline is that of the published simulator") func baselines() throws {
    var random = Random(seed: 7)
    for _ in 0..<400 {
      let count = 1 + random.below(8)
      var fixture = FrameFixture(agents: [
        Agent(id: AgentID(1), capacity: Resources(cpuMilli: 128_000), deviceCount: UInt8(count))
      ])
      var kinds: Set<Int> = []
      for id in 0..<UInt64(random.below(6)) {
        let milli = random.bernoulli(0.4) ? 1000 : 10 * (1 + random.below(99))
        let wanted = random.bernoulli(0.2) ? 0 : milli == 1000 ? 1 + random.below(2) : 1
        let load = task(
          id, cpuMilli: Int64(random.below(20_000)),
          DeviceDemand(count: UInt8(wanted), milliEach: wanted == 0 ? 0 : Int16(milli)))
        guard fixture.frame.pool.admits(load.demand, at: 0) else { continue }
        fixture.place(load, on: 0)
        if wanted > 0 { kinds.insert(milli < 1000 ? 0 : wanted) }
      }
      let milli = random.bernoulli(0.5) ? 1000 : 10 * (1 + random.below(99))
      let wanted = random.bernoulli(0.2) ? 0 : milli == 1000 ? 1 + random.below(2) : 1
      let next = task(
        50, cpuMilli: Int64(random.below(20_000)),
        DeviceDemand(count: UInt8(wanted), milliEach: wanted == 0 ? 0 : Int16(milli)))
      fixture.offer([next])
      guard fixture.frame.pool.admits(next.demand, at: 0) else { continue }

      let cpuLeft = Double(fixture.frame.pool.free[0].cpuMilli)
      let cpu = Double(next.demand.resources.cpuMilli)
      let left = (0..<count).map { Int(fixture.frame.pool.devices[0].left[$0]) }
      let sum = left.reduce(0, +)
      let request = Double(wanted == 0 ? 0 : wanted * milli)
      let bestFit = Int(
        100.0 * (1 - ((cpuLeft - cpu) / 128_000 * 0.5 + (Double(sum) - request) / 8000 * 0.5)))
      let aligned = cpuLeft / 128_000 * (cpu / 128_000) + Double(sum) / 8000 * (request / 8000)
      #expect(try scores(fixture, "best-fit") == Float(bestFit))
      #expect(try scores(fixture, "dot-product") == Float(Int(100 * (1 - aligned / 2))))
      #expect(try scores(fixture, "packing") == Float(packing(left, wanted, milli)))
      let kind = milli < 1000 ? 0 : wanted
      let affinity = kinds == [kind] ? 75 : kinds.contains(kind) ? 50 : kinds.isEmpty ? 25 : 0
      #expect(
        try scores(fixture, "clustering") == Float(wanted == 0 ? 0 : 25 * (8000 - sum) / 8000 + affinity))
    }
  }

  private func packing(_ left: [Int], _ wanted: Int, _ milli: Int) -> Int {
    if wanted == 0 { return 0 }
    let free = left.count { $0 == 1000 }
    if free == left.count { return max(33 - free, free) }
    if milli == 1000 { return max(50 - wanted, 33) }
    let tightest = left.filter { $0 >= milli }.min() ?? 1001
    return tightest == 1000 ? 49 : max(100 - (tightest * 100 / 1000) / 10, 50)
  }

  private func scores(_ fixture: FrameFixture, _ word: String) throws -> Float? {
    try candidates("feasible | \(word)", fixture).first?.score
  }

  @Test("of kube-scheduler is in whole numbers, rounded down at each step") func kubernetes() throws {
    var fixture = FrameFixture(agents: [
      Agent(id: AgentID(1), capacity: Resources(cpuMilli: 4000, memoryMiB: 10_000)),
      Agent(id: AgentID(2), capacity: Resources(cpuMilli: 6000)),
      Agent(id: AgentID(3)),
    ])
    fixture.offer([Task(id: TaskID(1), demand: Demand(resources: Resources(cpuMilli: 1000)))])
    // (4000 - 1000) * 100 / 4000 = 75 and 100: 87; (6000 - 1000) * 100 / 6000 = 83.
    #expect(try candidates("feasible | least-allocated", fixture).map(\.score) == [87, 83])
    #expect(try candidates("feasible | most-allocated", fixture).map(\.score) == [12, 16])
    #expect(try candidates("skills | most-allocated", fixture).map(\.score) == [12, 16, 0])
    fixture.place(
      Task(id: TaskID(2), demand: Demand(resources: Resources(cpuMilli: 500, memoryMiB: 3333))), on: 0)
    // 2500 / 4000 = 62, 6667 / 10000 = 66: 64; 1500 / 4000 = 37, 3333 / 10000 = 33: 35.
    #expect(try candidates("feasible | least-allocated", fixture).map(\.score) == [64, 83])
    #expect(try candidates("feasible | most-allocated", fixture).map(\.score) == [35, 16])
  }

  @Test("of load counts tasks, the dominant share or the mean share") func load() throws {
    var fixture = FrameFixture(agents: [
      Agent(id: AgentID(1), capacity: Resources(cpuMilli: 4000, memoryMiB: 1000), deviceCount: 2),
      Agent(id: AgentID(2)),
    ])
    fixture.place(
      Task(
        id: TaskID(1),
        demand: Demand(
          resources: Resources(cpuMilli: 1000, memoryMiB: 500),
          devices: DeviceDemand(count: 1, milliEach: 400))),
      on: 0)
    fixture.offer([task(2, cpuMilli: 0)])
    #expect(try candidates("feasible | least-loaded(tasks)", fixture).map(\.score) == [-1, 0])
    #expect(try candidates("feasible | least-loaded", fixture).map(\.score) == [-0.5, 0])
    #expect(try candidates("feasible | most-loaded(by: dominant)", fixture).map(\.score) == [0.5, 0])
    let mean = try candidates("feasible | most-loaded(mean, weight: 2)", fixture).map(\.score)
    #expect(abs(mean[0] - 2 * (0.25 + 0.5 + 0.2) / 3) < 1e-6)
  }

  @Test("of several words adds up by weight") func sums() throws {
    var world = PolicyWorld(seed: 6, agents: 20)
    for _ in 0..<40 {
      world.offer()
      let packed = try candidates("feasible | packing", world.fixture)
      let cheap = try candidates("feasible | cheapest", world.fixture)
      let both = try candidates("feasible | packing(weight: 2) | cheapest(0.25)", world.fixture)
      #expect(both.map(\.score) == zip(packed, cheap).map { 2 * $0.score + 0.25 * $1.score })
      _ = world.carryOut(try plan("random", world.fixture))
    }
  }
}
