@testable import MusterLab

/// A small comparison whose numbers fit on a page: three policies, five seeds, an undefined cost, a policy
/// that has to be escaped.
enum ReportFixture {
  static let policies = ["random", "best-fit", "0.7 <fragmentation> & \"best\""]

  static let allocation: [[Double]] = [
    [86.1, 86.4, 85.9, 86.6, 86.2],
    [92.80, 92.95, 92.71, 92.99, 92.64],
    [95.23, 95.11, 95.40, 94.98, 95.31],
  ]

  static let cost: [[Double]] = [
    [0.0151, 0.0149, 0.0152, 0.0150, 0.0148],
    [0.0140, 0.0144, .nan, 0.0141, 0.0139],
    [.nan, .nan, .nan, .nan, .nan],
  ]

  /// The runs, in the order of policies, then of seeds 1 to 5.
  static let runs: [RunResult] = policies.indices.flatMap { policy in
    (0..<5).map { index in
      let value = allocation[policy][index]
      return RunResult(
        policy: policies[policy], seed: UInt64(index + 1),
        metrics: [
          MetricValue("gpuAllocationPct@100", value),
          MetricValue("costPerSuccessUSD", cost[policy][index]),
          MetricValue("requeues", 3),
        ],
        wallClock: [MetricValue("wallS", 0.25 + Double(index) / 8)],
        curves: [
          Curve(
            name: "GPU allocated", xUnit: "% requested", yUnit: "%",
            points: [CurvePoint(0, 0), CurvePoint(50, 50), CurvePoint(100, value)])
        ])
    }
  }

  static let comparison = ComparisonResult(trace: "openb/default", results: runs, policies: policies)

  static func input(_ comparison: ComparisonResult = comparison) -> ReportInput {
    ReportInput(
      title: "Fragmentation & the simple rules", command: "muster compare --trace openb/default --seeds 1..5",
      comparison: comparison,
      policies: [PolicySentence(name: "best-fit", sentence: "feasible | bestfit | best")],
      notes: ["No departures: an allocation, once made, stays."],
      details: [ReportDetail("Muster", "0.1.0")])
  }

  /// Runs without metrics but one, for tests of one rule.
  static func run(_ policy: String, _ seed: UInt64, _ value: Double, name: String = "successPct") -> RunResult
  {
    RunResult(policy: policy, seed: seed, metrics: [MetricValue(name, value)])
  }
}
