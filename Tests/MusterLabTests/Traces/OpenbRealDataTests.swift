import MusterCore
import MusterLab
import MusterMath
import Testing

/// The published workloads, by the reference that equals the published runs (650 runs, no difference).
@Suite(.needsRealData) struct OpenbRealDataTests {
  struct Golden: Sendable {
    var variant: String
    var tasks: Int
    var typical: Int
    var wantedMilli: Int
    /// FNV-1a over processors, memory, GPUs and share of every pod, in the order of arrival.
    var podHash: UInt64
    /// FNV-1a over the rank of every node, in the order of names.
    var rankHash: UInt64
    /// FNV-1a over processors, share, GPUs and the bits of the share of every typical pod.
    var typicalHash: UInt64
  }

  static let seed42 = [
    Golden(
      variant: "default", tasks: 10_866, typical: 35, wantedMilli: 8_075_080,
      podHash: 13_765_180_196_881_317_565,
      rankHash: 1_949_211_426_394_366_879, typicalHash: 1_376_152_133_151_244_073),
    Golden(
      variant: "gpuspec20", tasks: 10_866, typical: 102, wantedMilli: 8_075_080,
      podHash: 13_765_180_196_881_317_565, rankHash: 1_949_211_426_394_366_879,
      typicalHash: 1_860_209_548_176_300_424),
    Golden(
      variant: "multigpu50", tasks: 6361, typical: 43, wantedMilli: 8_075_290,
      podHash: 17_650_127_301_447_244_566, rankHash: 5_397_331_363_859_092_389,
      typicalHash: 11_317_018_023_742_063_741),
  ]

  @Test(arguments: seed42) func seed42IsThePublishedOne(_ golden: Golden) throws {
    let trace = try TraceCatalogue().open("openb:\(RealData.path("openb/pods_\(golden.variant).csv"))")
    let workload = try trace.workload(seed: 42)
    let tasks = workload.arrivals.flatMap(\.tasks)
    #expect(tasks.count == golden.tasks)
    #expect(tasks.reduce(0) { $0 + $1.demand.devices.totalMilli } == golden.wantedMilli)
    var pods = Fowler()
    for task in tasks {
      pods.add(task.demand.resources.cpuMilli)
      pods.add(task.demand.resources.memoryMiB)
      pods.add(Int64(task.demand.devices.count))
      pods.add(Int64(task.demand.devices.milliEach))
    }
    #expect(pods.hash == golden.podHash)

    #expect(workload.mix.entries.count == golden.typical)
    var typical = Fowler()
    for entry in workload.mix.entries {
      typical.add(entry.demand.resources.cpuMilli)
      typical.add(Int64(entry.demand.devices.milliEach))
      typical.add(Int64(entry.demand.devices.count))
      typical.add(Int64(bitPattern: entry.share.bitPattern))
    }
    #expect(typical.hash == golden.typicalHash)
    #expect(abs(workload.mix.entries.reduce(0) { $0 + $1.share } - 1) < 1e-12)

    // The order that an engine seeded with 42 gives the agents, as ranks.
    let order = workload.agents.indices.sorted {
      Mix.hash(42, workload.agents[$0].id.rawValue) < Mix.hash(42, workload.agents[$1].id.rawValue)
    }
    var ranks = [Int64](repeating: 0, count: order.count)
    for (rank, agent) in order.enumerated() { ranks[agent] = Int64(rank) }
    var nodes = Fowler()
    for rank in ranks { nodes.add(rank) }
    #expect(nodes.hash == golden.rankHash)
  }

  @Test func theFirstPodsAndNodesOfSeed42() throws {
    let trace = try TraceCatalogue().open("openb:\(RealData.path("openb/pods_default.csv"))")
    let workload = try trace.workload(seed: 42)
    let first = workload.arrivals.prefix(4).flatMap(\.tasks).map(\.demand)
    #expect(first.map(\.resources.cpuMilli) == [8000, 3152, 16_400, 8200])
    #expect(first.map(\.devices.totalMilli) == [0, 810, 1000, 1000])
    let order = workload.agents.indices.sorted {
      Mix.hash(42, workload.agents[$0].id.rawValue) < Mix.hash(42, workload.agents[$1].id.rawValue)
    }
    #expect(order.prefix(8) == [260, 858, 619, 582, 882, 1135, 431, 1096])
    #expect(workload.agents[260].name == "openb-node-0260")
    #expect(
      trace.summary == "8152 pods on 1213 nodes with 6212 GPUs, placed once for good, up to 130 % of the GPUs"
    )
  }

  @Test func theTimelineHasEveryPod() throws {
    let trace = try TraceCatalogue().open("openb:\(RealData.path("openb/pods_default.csv"))?mode=timeline")
    let workload = try trace.workload(seed: 1)
    #expect(workload.taskCount == 8152)
    let world = try #require(workload.world as? RecordedWorld)
    #expect(world.durations.count == 8152)
    #expect(world.durations.allSatisfy { $0 >= 0 && $0 != Task.forever })
    #expect(zip(workload.arrivals, workload.arrivals.dropFirst()).allSatisfy { $0.at <= $1.at })
  }
}

/// FNV-1a over 64-bit words.
private struct Fowler {
  var hash: UInt64 = 1_469_598_103_934_665_603
  mutating func add(_ word: Int64) { hash = (hash ^ UInt64(bitPattern: word)) &* 1_099_511_628_211 }
}
