extension ComparisonResult {
  /// The comparison as JSON, the contract for scripts.
  ///
  /// `results` holds `policy`, `seed` and `metrics` of every run, `summary` the `policy`, `metric`, `mean` and
  /// `ci95` of every mean; further keys may come, these stay. Undefined values and absent intervals are null.
  /// Without the wall clock the same comparison gives the same bytes every time.
  public func json(includesWallClock: Bool = true) -> String {
    let value = JSONWriter.Value.object([
      .init("trace", .string(trace)),
      .init("results", .array(results.map { Self.json($0, includesWallClock: includesWallClock) })),
      .init("summary", .array(summary.map { Self.json($0, against: policies.first) })),
    ])
    return JSONWriter.text(value, brokenLevels: 2) + "\n"
  }

  private static func json(_ run: RunResult, includesWallClock: Bool) -> JSONWriter.Value {
    var members: [JSONWriter.Member] = [
      .init("policy", .string(run.policy)),
      .init("seed", .unsigned(run.seed)),
      .init("metrics", json(run.metrics)),
    ]
    if includesWallClock, !run.wallClock.isEmpty { members.append(.init("wallClock", json(run.wallClock))) }
    return .object(members)
  }

  private static func json(_ metrics: [MetricValue]) -> JSONWriter.Value {
    .object(metrics.map { .init($0.name, .number($0.value)) })
  }

  private static func json(_ row: SummaryRow, against baseline: String?) -> JSONWriter.Value {
    var members: [JSONWriter.Member] = [
      .init("policy", .string(row.policy)),
      .init("metric", .string(row.metric)),
      .init("mean", .number(row.mean)),
      .init("ci95", row.ci95.map { .number($0) } ?? .null),
      .init("n", .integer(row.n)),
    ]
    if let difference = row.pairedDifference {
      members.append(
        .init(
          "pairedDifference",
          .object([
            .init("against", baseline.map { .string($0) } ?? .null),
            .init("mean", .number(difference.mean)),
            .init("ci95", difference.ci95.map { .number($0) } ?? .null),
            .init("n", .integer(difference.n)),
          ])))
    }
    return .object(members)
  }
}
