import Foundation
import Testing

/// Policies fitted to recorded outcomes. The tables are small enough to see by hand what is best.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct FitTests {
  /// Of eight tasks `cheap` ($0.10) solves the first four, `middle` ($0.50) the third to the sixth, `dear` ($2) all but
  /// the last.
  private func cascades() throws -> Scratch {
    let scratch = try Scratch()
    var rows = "agent,task,resolved,cost_usd,turns\n"
    for task in 0..<8 {
      rows += "cheap,t-\(task),\(task < 4 ? 1 : 0),0.1,1\n"
      rows += "middle,t-\(task),\((2..<6).contains(task) ? 1 : 0),0.5,1\n"
      rows += "dear,t-\(task),\(task < 7 ? 1 : 0),2,1\n"
    }
    try scratch.write("o.csv", rows)
    return scratch
  }

  private func fit(_ more: String..., trace: String = "outcomes:o.csv", in scratch: Scratch) throws
    -> Program.Outcome
  {
    try Program.run(["fit", "cascade", "--trace", trace] + more, in: scratch)
  }

  /// What a cascade has solved and cost when each budget is at hand: $0.10 for all, $0.50 for the four that `cheap`
  /// leaves, $2 for the two that `middle` leaves.
  @Test(arguments: [
    ("0.1", "cheap"), ("0.34", "cheap"), ("0.35", "cheap > middle"), ("0.84", "cheap > middle"),
    ("0.85", "cheap > middle > dear"), ("100", "cheap > middle > dear"),
  ])
  func theBestForTheBudget(_ budget: String, _ stages: String) throws {
    let fitted = try fit("--budget", budget, "--out", "-", in: cascades())
    #expect(fitted.code == 0 && fitted.errors.isEmpty)
    #expect(fitted.output == "cascade(stages: \"\(stages)\")\n")
  }

  @Test func theWholeFrontAsJSON() throws {
    let scratch = try cascades()
    #expect(try fit("--budget", "5", "--json", "front.json", in: scratch).code == 0)
    let file = try JSONFile.object(scratch.bytes("front.json"))
    #expect(file["trace"] as? String == "outcomes:o.csv" && file["by"] as? String == "verdict")
    #expect(file["tasks"] as? Int == 8 && file["isExact"] as? Bool == true)
    let front = try JSONFile.objects(file["front"])
    #expect(
      front.map { $0["stages"] as? [String] }
        == [["cheap"], ["cheap", "middle"], ["cheap", "middle", "dear"]])
    #expect(front.map { $0["solvedPct"] as? Double } == [50, 75, 87.5])
    #expect(front.map { $0["attempts"] as? Int } == [1, 2, 3])
    for (line, cost) in zip(front, [0.1, 0.35, 0.85]) {
      #expect(abs((line["costPerTaskUSD"] as? Double ?? 0) - cost) < 1e-12)
    }
  }

  /// The sentence that is written down does what the front says, by the same figures.
  @Test func whatIsFittedHoldsWhenItRuns() throws {
    let scratch = try cascades()
    #expect(try fit("--budget", "0.85", "--out", "best.policy", in: scratch).code == 0)
    let sentence = try scratch.text("best.policy").trimmingCharacters(in: .newlines)
    let run = try Program.run(
      [
        "compare", "--trace", "outcomes:o.csv?attempts=3", "--policy", sentence, "--seeds", "3", "--json",
        "-",
      ], in: scratch)
    #expect(run.code == 0, "\(run.errors)")
    let results = try JSONFile.objects(try JSONFile.object(Data(run.output.utf8))["results"])
    for result in results {
      let metrics = try #require(result["metrics"] as? [String: Double])
      #expect(metrics["solvedPct"] == 87.5)
      #expect(abs((metrics["costPerTaskUSD"] ?? 0) - 0.85) < 1e-9)
    }
  }

  @Test func fewerStagesAndVerifiersThatGrade() throws {
    let scratch = try cascades()
    let two = try fit("--budget", "5", "--stages", "2", "--out", "-", in: scratch)
    // `dear` alone solves as many for $2; after `cheap` it costs $1.10.
    #expect(two.output == "cascade(stages: \"cheap > dear\")\n")
    for (method, word) in [("thresholds", "thresholds: "), ("self-verification", "self-verification(")] {
      let fitted = try fit(
        "--by", method, "--budget", "1", "--out", "-", trace: "outcomes:o.csv?verifier-strength=3",
        in: scratch)
      #expect(fitted.code == 0 && fitted.output.contains(word), "\(fitted.output)\(fitted.errors)")
      // What is written can be read again.
      let sentence = fitted.output.trimmingCharacters(in: .newlines)
      let run = try Program.run(
        [
          "replay", "--trace", "outcomes:o.csv?verifier-strength=3&attempts=3", "--policy", sentence,
        ], in: scratch)
      #expect(run.code == 0, "\(run.errors)")
    }
  }

  @Test func whatCannotBeFittedIsSaid() throws {
    let scratch = try cascades()
    func refused(_ arguments: [String], _ said: String) throws {
      let outcome = try Program.run(["fit", "cascade"] + arguments, in: scratch)
      #expect(outcome.code == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(said), "\(outcome.errors)")
    }
    let trace = ["--trace", "outcomes:o.csv"]
    try refused(trace + ["--budget", "0.09"], "no agent that costs at most $0.09")
    try refused(trace, "'--budget <dollars>'")
    try refused(trace + ["--budget=-1"], "found --budget -1.0")
    try refused(trace + ["--budget", "nan"], "found --budget nan")
    try refused(trace + ["--budget", "1", "--stages", "9"], "from 1 to 8")
    try refused(trace + ["--budget", "1", "--by", "self-verification", "--stages", "5"], "from 1 to 4")
    try refused(trace + ["--budget", "1", "--by", "luck"], "found --by luck")
    try refused(trace + ["--budget", "1", "--out", "no/dir"], "cannot write no/dir")
    try refused(["--trace", "generated", "--budget", "1"], "does not know what each agent would do")
  }

  /// 60 prompts of which a word tells whether the weak model is right; the strong one always is.
  private func prompts() throws -> Scratch {
    let scratch = try Scratch()
    let rows = (0..<60).map { task in
      let isHard = task % 2 == 1
      return "\(isHard ? "prove the theorem" : "add the numbers") \(task),\(isHard ? 0 : 1),1\n"
    }
    try scratch.write("r.csv", "prompt,weak_correct,strong_correct\n" + rows.joined())
    return scratch
  }

  /// How many prompts are answered rightly, in percent, and what one costs, under the numbers that fitting gives to
  /// the models.
  private func route(_ policy: String, _ more: [String], in scratch: Scratch) throws -> (Double, Double) {
    let numbers = ["--number", "weak=1", "--number", "strong=2", "--save-learned", "after.learned"]
    let run = try Program.run(
      ["replay", "--trace", "routellm:r.csv", "--policy", policy, "--json", "-"] + numbers + more, in: scratch
    )
    #expect(run.code == 0, "\(run.errors)")
    let results = try JSONFile.objects(try JSONFile.object(Data(run.output.utf8))["results"])
    let metrics = try #require(results.first?["metrics"] as? [String: Double])
    return (metrics["successPct"] ?? .nan, metrics["costPerTaskUSD"] ?? .nan)
  }

  @Test(arguments: ["win-rate(threshold: 0.6)", "quality-gap"])
  func aRouterKnowsBeforeItsFirstTask(_ policy: String) throws {
    let scratch = try prompts()
    let fitted = try Program.run(
      ["fit", "router", "--trace", "r.csv", "--policy", policy, "--out", "r.learned"], in: scratch)
    #expect(fitted.code == 0 && fitted.output.contains("fitted to 60 prompts"), "\(fitted.errors)")
    let (right, cost) = try route(policy, ["--learned", "r.learned"], in: scratch)
    let (rightBefore, costBefore) = try route(policy, [], in: scratch)
    #expect(right == 100 && rightBefore < 100 && cost < 0.8 * costBefore)
    // A half of the prompts goes to the strong model, at $0.02472, the other to the weak one, at $0.00024.
    if policy != "quality-gap" { #expect(abs(cost - 0.01248) < 1e-9) }
  }

  @Test func whatARouterCannotBeFittedToIsSaid() throws {
    let scratch = try prompts()
    try scratch.write("other.csv", "a,b\n1,2\n")
    for (trace, policy, more, said) in [
      ("r.csv", "best", [], "no routing word"), ("none.csv", "knn", [], "none.csv"),
      ("other.csv", "knn", [], "column prompt"), ("r.csv", "knm", [], "knm"),
      ("r.csv", "knn", ["--number", "week=3"], "weak, strong"),
      ("r.csv", "knn", ["--number", "weak=0"], "from 1 on"),
      ("r.csv", "knn", ["--number", "weak=2"], "2"),
    ] as [(String, String, [String], String)] {
      let run = try Program.run(
        ["fit", "router", "--trace", trace, "--policy", policy, "--out", "x.learned"] + more, in: scratch)
      #expect(run.code == 2 && run.errors.contains(said), "\(more): \(run.errors)")
      #expect(run.output.isEmpty)
    }
  }
}
