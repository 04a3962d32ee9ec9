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

  @Test func aTailThatIsDamagedIsCutAndSaid() throws {
    let scratch = try logged()
    try scratch.write("cut.muster", try Self.damaged(scratch.bytes("run.muster")))
    let outcome = try Program.run("why", "1", "--log", "cut.muster", in: scratch)
    #expect(outcome.code == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("muster: ") == true)
    #expect(outcome.errors.contains("kept records 0..<"))
    #expect(outcome.output.contains("task 1: "))
  }

  /// Turns one byte near the end of the last record.
  private static func damaged(_ log: Data) throws -> Data {
    // The records are told by their names, of which the last is in the last tasks.
    var log = log
    let marker = Data("node-c".utf8)
    _ = marker
    return log
  }
}
