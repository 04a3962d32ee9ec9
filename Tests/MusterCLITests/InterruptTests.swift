import Foundation
import Testing

/// Ctrl-C leaves nothing that is half there, and what was there as it was.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct InterruptTests {
  /// Runs a command that takes long, interrupts it, and returns what is left in the directory.
  private func interrupt(_ arguments: [String], in scratch: Scratch, after seconds: Double = 0.4) throws
    -> [String]
  {
    let run = try Program.start(arguments, in: scratch)
    Thread.sleep(forTimeInterval: seconds)
    run.send(SIGINT)
    let outcome = try run.finish()
    #expect(outcome.code == 130)
    #expect(outcome.errors.isEmpty)
    return try scratch.names()
  }

  @Test func aComparison() throws {
    let scratch = try TinyCluster.scratch()
    try scratch.write("out.json", "from before")
    let names = try interrupt(
      [
        "compare", "--trace", TinyCluster.spec, "--policy", "fgd", "--seeds", "5000000", "--json", "out.json",
        "--report", "out.html",
      ], in: scratch)
    #expect(names == ["nodes.csv", "out.json", "pods.csv"])
    #expect(try scratch.text("out.json") == "from before")
  }

  @Test func aLog() throws {
    let scratch = try Scratch()
    let names = try interrupt(
      ["replay", "--trace", "generated?tasks=400000", "--policy", "random", "--log", "run.muster"],
      in: scratch,
      after: 2.5)
    #expect(names.isEmpty)
  }

  @Test func aCampaign() throws {
    let scratch = try Scratch()
    #expect(try interrupt(["simulate", "--seeds", "5000000", "--json", "out.json"], in: scratch).isEmpty)
  }
}
