import MusterCore
import MusterMath
import MusterPolicy
import Testing

@Suite("Fragmentation") struct FragmentationTests {
  /// Mixes with more distinct shares of a device than one vector holds, and some with none.
  static func mix(_ random: inout Random, version: UInt64) -> DemandMix {
    let count = random.below(50)
    var entries: [DemandMix.Entry] = []
    for _ in 0..<count {
      var demand = Demand(resources: Resources(cpuMilli: Int64(500 * random.below(30))))
      switch random.below(4) {
      case 0: break
      case 1: demand.devices = DeviceDemand(count: UInt8(1 + random.below(8)), milliEach: 1000)
      default: demand.devices = DeviceDemand(count: 1, milliEach: Int16(1 + random.below(1000)))
      }
      if random.bernoulli(0.4) { demand.models = UInt64(1 + random.below(7)) }
      entries.append(DemandMix.Entry(demand: demand, share: 1 / Double(count)))
    }
    return DemandMix(entries: entries, version: version)
  }

  static func left(_ random: inout Random) -> [Int] {
    (0..<random.below(17)).map { _ in
      switch random.below(4) {
      case 0: 0
      case 1: 1000
      default: random.below(1001)
      }
    }
  }

  static func devices(_ left: [Int]) -> Devices {
    var devices = Devices(count: left.count)
    for (device, milli) in left.enumerated() { devices.left[device] = Int16(milli) }
    return devices
  }

  @Test("of an agent is what the definition says, summed as the published simulator sums it")
  func definition() {
    var random = Random(seed: 1)
    for round in 0..<400 as Range<UInt64> {
      let mix = FragmentationTests.mix(&random, version: round + 1)
      var meter = FragmentationMeter(mix: mix)
      for _ in 0..<50 {
        let left = FragmentationTests.left(&random)
        let cpu = Int64(random.below(16_000)) - 500
        let model: UInt64 = left.isEmpty ? 0 : 1 << UInt64(random.below(4))
        let found = meter.fragmentation(
          cpuMilli: cpu, devices: FragmentationTests.devices(left), modelBit: model)
        let expected = NaiveFragmentation.mean(mix, cpu: cpu, left: left, model: model)
        #expect(abs(found - expected) <= 1e-9 * max(1, expected))
        #expect(found == NaiveFragmentation.published(mix, cpu: cpu, left: left, model: model))
      }
    }
  }

  @Test("as a score tries every device and takes the first of the best")
  func scores() throws {
    var random = Random(seed: 2)
    var placed = 0
    for round in 0..<300 as Range<UInt64> {
      let mix = FragmentationTests.mix(&random, version: round + 1)
      let agent = Agent(
        id: AgentID(1), capacity: Resources(cpuMilli: Int64(1000 * (1 + random.below(16)))),
        deviceCount: UInt8(1 + random.below(8)), deviceModel: UInt8(random.below(3)))
      var fixture = FrameFixture(agents: [agent], mix: mix)
      for id in 0..<12 as Range<UInt64> {
        let milli = Int16(random.bernoulli(0.3) ? 1000 : 50 * (1 + random.below(20)))
        let count = random.bernoulli(0.2) ? 0 : UInt8(milli == 1000 ? 1 + random.below(3) : 1)
        let next = task(
          id, cpuMilli: Int64(250 * random.below(8)),
          DeviceDemand(count: count, milliEach: count == 0 ? 0 : milli))
        fixture.offer([next])
        guard fixture.frame.pool.admits(next.demand, at: 0) else { continue }
        let pool = fixture.frame.pool
        let expected = NaiveFragmentation.rate(
          next.demand, mix, cpu: pool.free[0].cpuMilli,
          left: (0..<Int(agent.deviceCount)).map { Int(pool.devices[0].left[$0]) }, model: pool.modelBit[0]
        ) { Int(100 * (1 / (1 + Portable.exp(-$0 / 1000)))) }
        let made = try plan("fgd", fixture)
        #expect(made.agents == [0])
        #expect(made.scores == [Double(expected.score)])
        #expect(made.devices == [expected.devices == 0 ? nil : expected.devices])
        fixture.carryOut(made)
        placed += 1
      }
    }
    #expect(placed > 1000)
  }

  @Test("of a pool is the sum over its agents, whatever changed since the last look")
  func total() {
    var random = Random(seed: 3)
    let mix = FragmentationTests.mix(&random, version: 1)
    var fixture = FrameFixture(agents: agents(20, devices: 4), mix: mix)
    var meter = FragmentationMeter(mix: mix)
    for id in 0..<300 as Range<UInt64> {
      let row = random.below(fixture.frame.agentCount)
      let next = task(id, cpuMilli: 100, DeviceDemand(count: 1, milliEach: Int16(1 + random.below(400))))
      if fixture.frame.pool.admits(next.demand, at: row) { fixture.place(next, on: row) }
      if random.bernoulli(0.2) && !fixture.running.isEmpty {
        fixture.finish(random.below(fixture.running.count))
      }
      if random.bernoulli(0.05) { fixture.setStatus(row, .left) }
      if random.bernoulli(0.1) { fixture.setStatus(row, .active) }
      if random.bernoulli(0.05) {
        fixture.join(Agent(id: AgentID(1000 + id), capacity: Resources(cpuMilli: 5000), deviceCount: 8))
      }
      var sum = 0.0
      for row in 0..<fixture.frame.agentCount where fixture.frame.pool.status[row] != .left {
        let devices = fixture.frame.pool.devices[row]
        sum += NaiveFragmentation.published(
          mix, cpu: fixture.frame.pool.free[row].cpuMilli,
          left: (0..<Int(devices.count)).map { Int(devices.left[$0]) },
          model: fixture.frame.pool.modelBit[row])
      }
      #expect(meter.total(in: fixture.frame.pool) == sum)
    }
    let other = FragmentationTests.mix(&random, version: 2)
    meter.setMix(other)
    var fresh = FragmentationMeter(mix: other)
    #expect(meter.total(in: fixture.frame.pool) == fresh.total(in: fixture.frame.pool))
  }
}
