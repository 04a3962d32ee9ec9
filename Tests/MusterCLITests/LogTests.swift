import Foundation
import Testing

/// A run written to a log, read back, explained, damaged.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct LogTests {
  /// A scratch directory with a log in it.
  private func logged(_ more: String...) throws -> Scratch {
    let scratch = try TinyCluster.scratch()
    let outcome = try Program.run(
      ["replay", "--trace", "openb:pods.csv?mode=timeline", "--policy", "fgd", "--log", "run.muster"] + more,
      in: scratch)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("\nlog run.muster: "))
    #expect(try scratch.names().filter { $0 != "calm.json" } == ["nodes.csv", "pods.csv", "run.muster"])
    return scratch
  }

  @Test func aRunIsTheSameWithALogAndWithout() throws {
    let scratch = try logged("--no-wall-clock", "--json", "calm.json")
    let outcome = try Program.run(
      "replay", "--trace", "openb:pods.csv?mode=timeline", "--policy", "fgd", "--no-wall-clock", "--json",
      "-",
      in: scratch)
    #expect(outcome.output == (try scratch.text("calm.json")))
  }

  @Test func whyTellsALife() throws {
    let scratch = try logged()
    let outcome = try Program.run("why", "3", "--log", "run.muster", in: scratch)
    #expect(outcome.code == 0)
    for text in [
      "task 3: kind LS", "submitted", "candidates", "* node-", "given to node-", "started", "succeeded",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    let json = try Program.run("why", "3", "--log", "run.muster", "--json", "-", in: scratch)
    let steps = try JSONFile.objects(try JSONFile.object(Data(json.output.utf8))["steps"])
    let events = steps.compactMap { $0["event"] as? String }
    #expect(events.first == "submitted")
    #expect(events.last == "succeeded")
    #expect(steps.contains { ($0["candidates"] as? [Any])?.isEmpty == false })
  }

  @Test func whyOfATaskThatIsNot() throws {
    let outcome = try Program.run("why", "99", "--log", "run.muster", in: logged())
    #expect(outcome.code == 2)
    #expect(outcome.errors == "muster: run.muster: found no task 99, expected one of 12, from 1 to 12\n")
  }

  @Test func aLogThatIsThereIsNotTouched() throws {
    let scratch = try logged()
    let before = try scratch.bytes("run.muster")
    let outcome = try Program.run(
      "replay", "--trace", TinyCluster.spec, "--policy", "fgd", "--log", "run.muster", in: scratch)
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "muster: cannot write run.muster: found a file, expected none; a replay writes a new log\n")
    #expect(outcome.output.isEmpty)
    #expect(try scratch.bytes("run.muster") == before)
  }

  @Test func aLogIsATraceOfTheSameWork() throws {
    let scratch = try logged("--no-wall-clock", "--json", "calm.json")
    let outcome = try Program.run(
      "replay", "--trace", "log:run.muster", "--policy", "fgd", "--no-wall-clock", "--json", "-", in: scratch)
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    func metrics(_ data: Data) throws -> [String: Double] {
      let results = try JSONFile.objects(try JSONFile.object(data)["results"])
      return try #require(results.first?["metrics"] as? [String: Double])
    }
    let first = try metrics(scratch.bytes("calm.json"))
    let second = try metrics(Data(outcome.output.utf8))
    for name in ["successPct", "completionMeanMs", "placementMeanMs", "makespanS"] {
      #expect(first[name] != nil && first[name] == second[name], "\(name)")
    }
  }

  @Test func aTailThatIsDamagedIsCutAndSaid() async throws {
    let scratch = try Scratch()
    try await LogFile.write(LogFile.facts + [LogFile.marker], to: scratch.url("run.muster").path)
    var log = try scratch.bytes("run.muster")
    let place = try #require(log.range(of: Data(LogFile.word.utf8), options: .backwards))
    log[place.lowerBound] ^= 0x20
    try scratch.write("run.muster", log)
    for command in [["why", "1", "--log", "run.muster"], ["replay", "--trace", "log:run.muster"]] {
      let outcome = try Program.run(command, in: scratch)
      #expect(outcome.code == 0)
      #expect(outcome.errors.split(separator: "\n").count == 1)
      let whole = LogFile.facts.count
      #expect(
        outcome.errors.hasPrefix(
          "muster: \(scratch.url("run.muster").path): found a record with a wrong checksum"))
      #expect(outcome.errors.contains("kept records 0..<\(whole), 1 records cut"), "\(outcome.errors)")
      #expect(outcome.output.contains("task"))
    }
    #expect(try scratch.bytes("run.muster") == log)
  }

  @Test(arguments: [1, 100, 4096, 8192]) func aFileCutShortGoesOnWithWhatIsWhole(bytes: Int) throws {
    let scratch = try Scratch()
    let run = try Program.run(
      "replay", "--trace", "generated?tasks=300", "--policy", "random", "--log", "run.muster", in: scratch)
    #expect(run.code == 0)
    try scratch.write("run.muster", scratch.bytes("run.muster").dropLast(bytes))
    let outcome = try Program.run("replay", "--trace", "log:run.muster", "--policy", "random", in: scratch)
    #expect(outcome.code == 0)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.errors.contains("kept records 0..<"), "\(outcome.errors)")
    #expect(outcome.output.contains("successPct"))
  }

  @Test func tasksThatWaitForEachOther() async throws {
    let scratch = try Scratch()
    try await LogFile.write(LogFile.cycle, to: scratch.url("run.muster").path)
    let outcome = try Program.run("replay", "--trace", "log:run.muster", "--policy", "random", in: scratch)
    #expect(outcome.code == 2)
    #expect(
      outcome.errors
        == "muster: trace log:run.muster: cyclic dependency: tasks 1 -> 2 wait for each other\n")
  }

  @Test func aLogOfNoWork() async throws {
    let scratch = try Scratch()
    try await LogFile.write([LogFile.marker], to: scratch.url("run.muster").path)
    let outcome = try Program.run("replay", "--trace", "log:run.muster", "--policy", "random", in: scratch)
    #expect(outcome.code == 2)
    #expect(
      outcome.errors == "muster: log:run.muster: found no agent in 1 facts, expected a log that holds one\n")
  }

  @Test func aRecordThatIsNoFact() async throws {
    let scratch = try Scratch()
    try await LogFile.write(records: [[0xff, 1, 2]], to: scratch.url("run.muster").path)
    let outcome = try Program.run("why", "1", "--log", "run.muster", in: scratch)
    #expect(outcome.code == 2)
    #expect(outcome.errors.hasPrefix("muster: run.muster: record 0: byte 0: found "), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
