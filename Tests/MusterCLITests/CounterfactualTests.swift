import Foundation
import Testing

/// Policies judged by the log of a replay.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct CounterfactualTests {
  private static let own = "feasible | least-loaded(by: tasks) | explore(0.4)"

  private func logged(_ policy: String = own) throws -> Scratch {
    let scratch = try TinyCluster.scratch()
    let outcome = try Program.run(
      "replay", "--trace", "generated?tasks=300&agents=4", "--policy", policy, "--log", "run.muster",
      in: scratch)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return scratch
  }

  private func judge(_ more: String..., in scratch: Scratch) throws -> Program.Outcome {
    try Program.run(["compare", "--trace", "log:run.muster", "--counterfactual"] + more, in: scratch)
  }

  @Test func aTableAndTheSameAsJSON() throws {
    let scratch = try logged()
    let outcome = try judge("--policy", Self.own, "--policy", "random", "--json", "out.json", in: scratch)
    #expect(outcome.code == 0, "\(outcome.errors)")
    for text in ["as logged", "IPS", "SNIPS", "DR", "ESS", "random", "90 % of logs", "of gang members"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    let file = try JSONFile.object(scratch.bytes("out.json"))
    #expect(file["trace"] as? String == "log:run.muster")
    let rows = try JSONFile.objects(file["policies"])
    #expect(rows.compactMap { $0["policy"] as? String } == [Self.own, "random"])
    // Its own log: every weight is 1.
    #expect(abs((rows[0]["greatestWeight"] as? Double ?? 0) - 1) < 1e-9)
    let logged = try #require(file["logged"] as? [String: Double])
    let own = try #require(rows[0]["snips"] as? [String: Double])
    #expect(abs((logged["value"] ?? 0) - (own["value"] ?? 1)) < 1e-9)
    let again = try judge("--policy", Self.own, "--policy", "random", "--json", "-", in: scratch)
    #expect(again.output == (try scratch.text("out.json")))
  }

  @Test func aLogWithoutChanceIsToldOf() throws {
    let outcome = try judge("--policy", "random", in: logged("least-loaded"))
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("ruled out where the log was written without chance"))
  }

  @Test func whatCannotBeIsSaid() throws {
    let scratch = try logged()
    func refused(_ arguments: [String], _ text: String) throws {
      let outcome = try Program.run(["compare", "--counterfactual"] + arguments, in: scratch)
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains(text), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
    try refused(["--policy", "random"], "expected log:FILE")
    try refused(["--trace", "log:run.muster"], "without --policy")
    try refused(["--trace", "log:none.muster", "--policy", "random"], "none.muster")
    try refused(["--trace", "log:run.muster", "--policy", "randem"], "random")
    try refused(
      ["--trace", "log:run.muster", "--policy", "random", "--seed", "1"], "found --seed or --seeds with")
    try refused(
      ["--trace", "log:run.muster", "--policy", "random", "--faults", "late(0.1, by: 2)"],
      "found --faults with")
    try refused(["--trace", "log:run.muster", "--policy", "random", "--level", "1"], "found --level 1.0")
  }
}
