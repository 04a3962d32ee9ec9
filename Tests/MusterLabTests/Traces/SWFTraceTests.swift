import MusterCore
import MusterLab
import Testing

@Suite struct SWFTraceTests {
  /// number, submit, wait, run, allocated, cpu, memory, requested, time, memory, status, user, group,
  /// program, queue, partition, preceding, think
  private static let log = """
    ; MaxProcs: 10
    1 100 5 60 4 -1 -1 4 120 -1 1 7 1 1 0 -1 -1 -1
    2 110 0 30.5 -1 -1 -1 -1 -1 -1 1 8 1 1 1 -1 -1 -1
    3 120 9 0 8 -1 -1 8 60 -1 5 7 1 1 1 -1 -1 -1
    4 130 9 -1 8 -1 -1 8 60 -1 5 7 1 1 1 -1 -1 -1
    5 140 9 20 12 -1 -1 8 60 -1 1 -1 1 1 -1 -1 -1 -1

    """

  private static func workload(_ keys: String = "", seed: UInt64 = 1, in scratch: ScratchDirectory) throws
    -> Workload
  {
    try TraceCatalogue().open("swf:\(scratch.write("l.swf", log))\(keys)").workload(seed: seed)
  }

  @Test func jobsWantProcessors() throws {
    let scratch = try ScratchDirectory()
    let trace = try TraceCatalogue().open("swf:\(scratch.write("l.swf", Self.log))")
    #expect(trace.summary == "3 jobs of 2 users on 10 processors; 2 that never ran are left out")
    let workload = try trace.workload(seed: 1)
    #expect(workload.agents.map(\.capacity.cpuMilli) == [10_000])
    #expect(workload.arrivals.map(\.at.seconds) == [0, 10, 40])
    #expect(workload.tasks.map(\.demand.resources.cpuMilli) == [4000, 1000, 8000])
    #expect(workload.tasks.map(\.timeLimit) == [120_000_000_000, 0, 60_000_000_000])
    let world = try #require(workload.world as? RecordedWorld)
    #expect(world.durations == [60_000_000_000, 30_500_000_000, 20_000_000_000])
    #expect(workload.names.map(\.name) == ["user-7", "user-8", "queue-0", "queue-1"])
    #expect(workload.tasks.map(\.tenant.rawValue) == [1, 2, 0])
    #expect(workload.tasks.map(\.kind.rawValue) == [1, 2, 0])
    #expect(try Replay(workload, seed: 1).engine.tasks.liveCount == 0)
  }

  @Test func wideJobsBecomeGangs() throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.workload("?agents=3", in: scratch)
    #expect(workload.agents.map(\.capacity.cpuMilli) == [4000, 3000, 3000])
    #expect(
      workload.arrivals.map { $0.tasks.map(\.demand.resources.cpuMilli) } == [
        [4000], [1000], [3000, 3000, 2000],
      ])
    #expect(workload.arrivals.map { Set($0.tasks.map(\.gang)).count } == [1, 1, 1])
    #expect(workload.tasks.map { $0.gang != .none } == [false, false, true, true, true])
    #expect(workload.tasks.map(\.id.rawValue) == [1, 2, 3, 4, 5])
    let replay = try Replay(workload, seed: 1)
    #expect(replay.engine.totals.ended(.succeeded) == 5)
  }

  @Test func aJobAsWideAsTheMachineTakesAllOfIt() throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.workload("?agents=3&processors=7", in: scratch)
    #expect(workload.arrivals[2].tasks.map(\.demand.resources.cpuMilli) == [3000, 2000, 2000])
    #expect(try Replay(workload, seed: 1).engine.tasks.liveCount == 0)
  }

  @Test func keysAndFaults() throws {
    let scratch = try ScratchDirectory()
    #expect(try Self.workload("?speedup=2&limit=2", in: scratch).arrivals.map(\.at.seconds) == [0, 5])
    #expect(
      complaint("swf:\(try scratch.write("l.swf", Self.log))?agents=11", in: scratch)
        == "trace swf:l.swf?agents=11: key agents: found \"11\", expected at most one a processor, and there are 10"
    )
    let empty = try scratch.write("e.swf", "; MaxProcs: 4\n")
    #expect(complaint("swf:\(empty)", in: scratch) == "e.swf: found no job that ran, expected at least one")
    let short = try scratch.write("s.swf", "1 2 3\n")
    #expect(complaint("swf:\(short)", in: scratch) == "s.swf:1: found 3 fields, expected 18 fields")
  }
}
