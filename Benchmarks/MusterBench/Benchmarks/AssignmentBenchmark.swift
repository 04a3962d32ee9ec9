/// The matching solvers beside scipy, lapjv and OR-Tools, on the same numbers.
enum AssignmentBenchmark {
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "assignment",
    title: "dense assignment beside scipy and lapjv, sparse flow beside OR-Tools, one core",
    probes: [AssignmentProbe.drawn, AssignmentProbe.dense, AssignmentProbe.sparse], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let (dense, sparse) = (bench.scratch + "/costs.bin", bench.scratch + "/arcs.bin")
    try bench.measure(.muster("assignment-draw", [dense, sparse]))
    let series = try bench.rounds(
      rounds, .muster("assignment-dense", [dense]), .peer("assignment.py", [dense]),
      .muster("assignment-sparse", [sparse]), .peer("flow.py", [sparse]))
    let (ours, peers, flow, ortools) = (series[0], series[1], series[2], series[3])
    var body = Outcome.Body()
    body.rows = [
      Row("dense assignment, 1,000 x 1,000", ours["solveMs"], .milliseconds),
      Row("  peer: scipy", peers["solveMs"], .milliseconds),
      Row("  scipy / Muster", peers.times(ours, "solveMs"), .times, .atLeast(1)),
      Row("  peer: lapjv", peers["lapjvMs"], .milliseconds),
      Row("  lapjv / Muster", ratio(peers["lapjvMs"], ours["solveMs"]), .times, .atLeast(1)),
      Row("a changed row, mean of 200", ours["rowMs"], .milliseconds),
      Row("  from scratch / changed row", ratio(ours["solveMs"], ours["rowMs"]), .times, .atLeast(50)),
      Row("sparse flow, 10,000 x 10,000, degree 10", flow["solveMs"], .milliseconds),
      Row("  peer: OR-Tools", ortools["solveMs"], .milliseconds),
      Row("  OR-Tools / Muster", ortools.times(flow, "solveMs"), .times, .atLeast(1)),
      Row("  a changed cost, mean of 200", flow["changeMs"], .milliseconds),
    ]
    body.notes = [
      "Each time is the median of 7 solutions in one process, arrays ready on both sides; OR-Tools' is that of solve() "
        + "alone, Muster's includes laying out the graph.",
      "Rows and costs change one after the other, each solved before the next.",
    ]
    body.check("matching of the matrix", ours.word("hash"), peers.word("hash"))
    body.check("matching after 200 changed rows", ours.word("changedHash"), peers.word("changedHash"))
    body.check("cost of the flow", flow.word("cost"), ortools.word("cost"))
    body.check("cost of the flow after 200 changes", flow.word("changedCost"), ortools.word("changedCost"))
    return body
  }

  private static func ratio(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 / $1 } }
}
