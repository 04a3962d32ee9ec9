import MusterCore
import MusterLab
import Testing

@Suite struct GoogleTraceTests {
  /// time, missing, job, index, machine, event, user, class, priority, cpu, memory, disk, different machine
  private static let events = """
    0,2,7,0,,0,ann,2,9,,,,
    0,,7,0,5,1,ann,2,9,0.5,0.25,,
    1000000,,8,0,,0,bob,0,0,0.0125,0.01,0,
    2000000,,8,0,5,1,bob,0,0,0.0125,0.01,0,
    3000000,,8,1,,0,bob,0,0,0.25,0.5,0,
    4000000,,8,0,5,2,bob,0,0,0.0125,0.01,0,
    4000000,,8,0,,0,bob,0,0,0.0125,0.01,0,
    5000000,,8,0,5,1,bob,0,0,0.0125,0.01,0,
    6000000,,8,1,,5,bob,0,0,0.25,0.5,0,
    7000000,,8,0,5,4,bob,0,0,0.0125,0.01,0,
    8000000,,9,0,,0,ann,,11,0,0.0000001,0,
    9000000,,9,0,1,7,ann,,11,0,0.0000001,0,

    """

  private static func trace(_ keys: String = "?machines=13", in scratch: ScratchDirectory) throws -> any Trace
  {
    let path = try scratch.write("task_events-part-00000.csv", events)
    return try TraceCatalogue().open("google2011:\(path)\(keys)")
  }

  @Test func pairsSubmissionsWithTheirEnds() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace(in: scratch)
    #expect(
      trace.summary
        == "4 tasks on 13 machines; 2 do not end in the trace, 1 withdrawn ones are left out, 1 have the median demand"
    )
    let workload = try trace.workload(seed: 1)
    #expect(workload.arrivals.map(\.at.nanoseconds) == [0, 1_000_000_000, 4_000_000_000, 8_000_000_000])
    #expect(workload.tasks.map(\.id.rawValue) == [1, 2, 4, 5])
    let world = try #require(workload.world as? RecordedWorld)
    #expect(world.durations == [Task.forever, 2_000_000_000, 0, 2_000_000_000, Task.forever])
    #expect(workload.tasks.map(\.priority) == [9, 0, 0, 11])
    let names = workload.names.map { "\($0.space) \($0.name)" }
    #expect(
      names == ["tenant ann", "tenant bob", "kind class-0", "kind class-1", "kind class-2", "kind class-3"])
    #expect(workload.tasks.map(\.tenant.rawValue) == [1, 2, 2, 1])
    #expect(workload.tasks.map(\.kind.rawValue) == [3, 1, 1, 0])
    // 0.0125 of 1000 is 13 and not nothing; the unknown demand is the median of the others.
    #expect(workload.tasks.map(\.demand.resources.cpuMilli) == [13, 13, 13, 0])
    #expect(workload.tasks.map(\.demand.resources.memoryMiB) == [655, 655, 655, 1])
  }

  @Test func takesAWindow() throws {
    let scratch = try ScratchDirectory()
    let late = try Self.trace("?machines=13&from=1&until=4.5", in: scratch).workload(seed: 1)
    #expect(late.arrivals.map(\.at.nanoseconds) == [0, 2_000_000_000, 3_000_000_000])
    let world = try #require(late.world as? RecordedWorld)
    #expect(world.durations == [2_000_000_000, Task.forever, Task.forever])
    let few = try Self.trace("?machines=13&limit=2", in: scratch)
    #expect(try few.workload(seed: 1).tasks.map(\.id.rawValue) == [1, 2])
  }

  @Test func machinesKeepTheProportions() throws {
    let scratch = try ScratchDirectory()
    let all = try Self.trace("", in: scratch).workload(seed: 1).agents
    #expect(all.count == 12_583)
    let count = { (agents: [Agent], cpu: Int64, memory: Int64) in
      agents.filter { $0.capacity == Resources(cpuMilli: cpu, memoryMiB: memory) }.count
    }
    #expect(count(all, 500, 32_768) == 6732)
    #expect(count(all, 1000, 65_536) == 795)
    #expect(count(all, 250, 16_384) == 126)
    let some = try Self.trace("?machines=100", in: scratch).workload(seed: 1).agents
    #expect(some.count == 100)
    #expect(
      [
        count(some, 500, 32_768), count(some, 500, 16_384), count(some, 500, 49_152),
        count(some, 1000, 65_536),
      ] == [54, 31, 8, 6])
  }

  @Test func jitterMovesArrivalsByTheSeed() throws {
    let scratch = try ScratchDirectory()
    let still = try Self.trace(in: scratch)
    #expect(try still.workload(seed: 1).arrivals.map(\.at) == still.workload(seed: 2).arrivals.map(\.at))
    let moving = try Self.trace("?machines=13&jitter=0.5", in: scratch)
    let times = { (seed: UInt64) in try moving.workload(seed: seed).arrivals.map(\.at.seconds) }
    #expect(try times(1) == times(1))
    #expect(try times(1) != times(2))
    #expect(try zip(times(1), [0, 1, 4, 8]).allSatisfy { $0 >= 0 && abs($0 - $1) <= 0.5 })
  }

  @Test func replaysInAnEngine() throws {
    let scratch = try ScratchDirectory()
    let replay = try Replay(Self.trace(in: scratch).workload(seed: 1), seed: 1)
    #expect(replay.endings.map(\.task.rawValue) == [2, 4])
    #expect(replay.engine.tasks.liveCount == 2)
  }

  @Test(arguments: [
    ("?machines=0", "key machines: found \"0\", expected a whole number from 1 to 1000000"),
    ("?from=5&until=5", "key until: found \"5\", expected more than from, 5"),
  ])
  func refusesKeys(_ keys: String, _ message: String) throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("task_events-part-00000.csv", Self.events)
    #expect(
      complaint("google2011:\(path)\(keys)", in: scratch)
        == "trace google2011:task_events-part-00000.csv\(keys): \(message)")
  }

  @Test func refusesBadEvents() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("task_events-part-00000.csv", "0,,7,0,,0,ann,2,9,-1,,,\n")
    #expect(
      complaint("google2011:\(path)", in: scratch)
        == "task_events-part-00000.csv:1: column CPU request: found \"-1\", expected a number >= 0")
    let none = try scratch.write("none.csv", "0,,7,0,,1,ann,2,9,1,,,\n")
    #expect(
      complaint("google2011:\(none)", in: scratch)
        == "none.csv: found no submissions in the window, expected at least one")
    #expect(
      complaint("google2011:\(scratch.path)/nowhere", in: scratch)
        == "nowhere: found nothing to read (No such file or directory), expected a file that can be read")
  }

  /// Counted by a separate script over the same files.
  @Test(.needsRealData) func theRealTrace() throws {
    let trace = try TraceCatalogue().open("google2011:\(RealData.path("google2011"))?machines=500")
    #expect(
      trace.summary
        == "282564 tasks on 500 machines; 148020 do not end in the trace, 191 withdrawn ones are left out, "
        + "291 have the median demand")
    let workload = try trace.workload(seed: 1)
    #expect(workload.arrivals.count { $0.at == .zero } == 144_339 - 34)
    #expect(workload.names.count { $0.space == .tenant } == 528)
    let fresh = try TraceCatalogue().open("google2011:\(RealData.path("google2011"))?from=600&limit=1000")
    #expect(try fresh.workload(seed: 1).arrivals.allSatisfy { $0.at > .zero })
  }
}
