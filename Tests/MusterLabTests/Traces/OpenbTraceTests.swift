import MusterCore
import MusterLab
import MusterMath
import Testing

@Suite struct OpenbTraceTests {
  private static let nodes = """
    sn,cpu_milli,memory_mib,gpu,model
    n1,8000,1024,0,
    n0,64000,262144,2,P100
    n2,32000,65536,4,T4

    """
  private static let pods = """
    name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
    p2,4000,512,0,1000,T4,BE,Running,70,90,
    p0,12000,16384,1,460,T4|P100,LS,Running,50,90,60
    p1,6000,8192,2,1000,V100|V100,LS,Pending,40,,
    p3,12000,512,1,460,P100|T4,LS,Running,40,41,40

    """

  private static func trace(
    _ keys: String = "", pods: String = pods, nodes: String = nodes, in scratch: ScratchDirectory
  ) throws -> any Trace {
    _ = try scratch.write("nodes.csv", nodes)
    return try TraceCatalogue().open("openb:\(try scratch.write("pods.csv", pods))\(keys)")
  }

  @Test func readsNodesAndPods() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace(in: scratch)
    #expect(trace.summary == "4 pods on 3 nodes with 6 GPUs, placed once for good, up to 130 % of the GPUs")
    let workload = try trace.workload(seed: 42)
    #expect(
      workload.names.map { "\($0.space) \($0.name)" } == [
        "kind BE", "kind LS", "deviceModel P100", "deviceModel T4", "deviceModel V100",
      ])
    #expect(workload.agents.map(\.name) == ["n0", "n1", "n2"])
    #expect(workload.agents.map(\.deviceCount) == [2, 0, 4])
    #expect(workload.agents.map(\.deviceModel) == [0, 0, 1])
    #expect(workload.agents[0].capacity == Resources(cpuMilli: 64000, memoryMiB: 262_144))
    #expect(workload.meters == [.fragmentationCurves])
    #expect(workload.world is EndlessWorld)
  }

  @Test func onePodASecondUpTo130PercentOfTheGPUs() throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.trace(in: scratch).workload(seed: 7)
    let tasks = workload.arrivals.flatMap(\.tasks)
    #expect(tasks.map(\.id.rawValue) == (1...UInt64(tasks.count)).map { $0 })
    #expect(workload.arrivals.map(\.at) == tasks.indices.map { Instant(Nanoseconds($0) * 1_000_000_000) })
    #expect(tasks.allSatisfy { $0.patience == 0 && $0.retry == .once && $0.deadline == .never })
    let wanted = tasks.reduce(0) { $0 + $1.demand.devices.totalMilli }
    // 7,800 is the target; the first pod that goes beyond it is left out, and a pod of two GPUs may
    // overshoot.
    #expect(wanted > 7800 - 1000 && wanted < 7800 + 1000)
  }

  @Test func podsWithoutGPUsAskForNoModel() throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.trace(in: scratch).workload(seed: 1)
    let plain = workload.arrivals.flatMap(\.tasks).filter { $0.demand.resources.memoryMiB == 512 }
    for task in plain where task.demand.resources.cpuMilli == 4000 {
      #expect(task.demand.devices == .none)
      #expect(task.demand.models == 0)
    }
    let double = workload.arrivals.flatMap(\.tasks).filter { $0.demand.devices.count == 2 }
    #expect(double.allSatisfy { $0.demand.models == 0b100 })
  }

  @Test func groupsOfOneMeaningButAnotherTextStayApart() throws {
    let scratch = try ScratchDirectory()
    let mix = try Self.trace(in: scratch).workload(seed: 1).mix
    // Equal counts: processors, share, GPUs and the text of the models decide, all descending.
    #expect(mix.entries.map(\.demand.resources.cpuMilli) == [12000, 12000, 6000, 4000])
    #expect(mix.entries.map(\.demand.models) == [0b11, 0b11, 0b100, 0])
    #expect(mix.entries.map(\.share) == [0.25, 0.25, 0.25, 0.25])
    #expect(mix.entries.allSatisfy { $0.demand.resources.memoryMiB == 0 })
    #expect(mix.version != 0)
  }

  @Test func theRarestDemandsAreNotTypical() throws {
    let scratch = try ScratchDirectory()
    let row = { (name: Int, cpu: Int) in "p\(100 + name),\(cpu),1,1,500\n" }
    let pods =
      "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n"
      + (0..<38).map { row($0, 1000) }.joined() + row(38, 2000) + row(39, 3000)
    let mix = try Self.trace(pods: pods, in: scratch).workload(seed: 1).mix
    // 38 of 40 are 95 %: enough.
    #expect(mix.entries.map(\.demand.resources.cpuMilli) == [1000])
    #expect(mix.entries.map(\.share) == [1])
  }

  @Test func theSameSeedTheSameWorkloadAnotherAnother() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace(in: scratch)
    let order = { (seed: UInt64) in
      try trace.workload(seed: seed).arrivals.flatMap(\.tasks).map(\.demand.resources.cpuMilli)
    }
    #expect(try order(42) == order(42))
    #expect(try order(42) != order(44))
    #expect(try trace.workload(seed: 42).agents == trace.workload(seed: 42).agents)
  }

  @Test func idsCarryTheRanks() {
    let ranks = [3, 0, 2, 1]
    let ids = OpenbTrace.ids(ranked: ranks, seed: 42)
    #expect(ids.sorted() == [0, 1, 2, 3])
    let order = ids.indices.sorted { Mix.hash(42, ids[$0]) < Mix.hash(42, ids[$1]) }
    #expect(order.map { ranks[$0] } == [0, 1, 2, 3])
  }

  @Test func aTimelineIsAsRecorded() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace("?mode=timeline&speedup=2", in: scratch)
    #expect(trace.summary == "4 pods on 3 nodes with 6 GPUs, as they came and went")
    let workload = try trace.workload(seed: 1)
    #expect(workload.arrivals.map(\.at.nanoseconds) == [0, 0, 5_000_000_000, 15_000_000_000])
    #expect(
      workload.arrivals.flatMap(\.tasks).map(\.demand.resources.cpuMilli) == [6000, 12000, 12000, 4000])
    #expect(workload.arrivals.flatMap(\.tasks).map(\.id.rawValue) == [1, 2, 3, 4])
    #expect(workload.arrivals.flatMap(\.tasks).allSatisfy { $0.patience == Task.forever })
    let world = try #require(workload.world as? RecordedWorld)
    // p1 is never seen to end, p3 stays 1 s, p0 30 s from its placement, p2 20 s from its creation.
    #expect(world.durations == [Task.forever, 500_000_000, 15_000_000_000, 10_000_000_000])
    #expect(workload.agents.map(\.id.rawValue) == [0, 1, 2])
    #expect(workload.meters.isEmpty)
  }

  @Test(arguments: [
    ("p0,-1,1,0,0\n", "pods.csv:2: column cpu_milli: found \"-1\", expected a whole number >= 0"),
    ("p0,1,1,17,1000\n", "pods.csv:2: column num_gpu: found \"17\", expected at most 16 GPUs"),
    (
      "p0,1,1,1,0\n",
      "pods.csv:2: column gpu_milli: found \"0\", expected a whole number from 1 to 1000, since num_gpu is 1"
    ),
    (
      "p0,1,1,0,0\np0,1,1,0,0\n",
      "pods.csv: column name: found \"p0\" more than once, expected every name once"
    ),
    ("", "pods.csv: found no rows, expected at least one below the header"),
    ("p0,1,1\n", "pods.csv:2: found 3 fields, expected 5 fields"),
  ])
  func refusesBadPods(_ rows: String, _ message: String) throws {
    let scratch = try ScratchDirectory()
    _ = try scratch.write("nodes.csv", Self.nodes)
    let path = try scratch.write("pods.csv", "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n" + rows)
    #expect(complaint("openb:\(path)", in: scratch) == message)
  }

  @Test func refusesBadNodesAndKeysThatDoNotGoTogether() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("pods.csv", Self.pods)
    #expect(
      complaint("openb:\(path)", in: scratch)
        == "nodes.csv: found nothing to read (No such file or directory), expected a file that can be read")
    let nodes = try scratch.write("other.csv", "sn,cpu_milli,memory_mib,gpus,model\nn0,1,1,1,T4\n")
    #expect(
      complaint("openb:\(path)?nodes=\(nodes)", in: scratch)
        == "other.csv:1: column gpu: found no such column (nearest: gpus), expected it in the header")
    #expect(
      complaint("openb:\(path)?nodes=\(nodes)&speedup=2", in: scratch)
        == "trace openb:pods.csv?nodes=other.csv&speedup=2: key speedup: found \"2\", "
        + "expected it only with mode=timeline")
    let plain = try scratch.write("plain.csv", "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np0,1,1,0,0\n")
    _ = try scratch.write("nodes.csv", Self.nodes)
    #expect(
      complaint("openb:\(plain)?mode=timeline", in: scratch)
        == "plain.csv: column creation_time: found none for p0, expected seconds, since mode is timeline")
  }

  @Test func podsThatWantNoGPUAreNotMultiplied() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace(pods: "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np0,1,1,0,0\n", in: scratch)
    #expect(try trace.workload(seed: 1).taskCount == 1)
  }
}
