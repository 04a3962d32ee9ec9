/// One metric of all policies, as every table and plot needs it.
struct MetricColumn {
  let info: MetricInfo
  /// A row a policy, in order; nil where the policy was not measured by it.
  let rows: [SummaryRow?]
  private let best: Double?

  init(_ comparison: ComparisonResult, _ name: String) {
    info = MetricCatalogue.info(for: name)
    rows = comparison.policies.map { comparison.row(policy: $0, metric: name) }
    best = info.best(of: rows.map { $0?.mean })
  }

  /// Whether no other mean is better than this policy's.
  func isBest(_ index: Int) -> Bool { best != nil && rows[index]?.mean == best }

  /// Whether there is a difference to show.
  var compares: Bool { rows.contains { $0?.pairedDifference != nil } }
}
