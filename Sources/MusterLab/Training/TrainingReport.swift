/// A training run for people and for programs.
public struct TrainingReport: Sendable {
  private let setup: TrainingSetup
  private let curve: TrainingCurve
  private let results: [RunResult]
  private let steps: Int

  public init(_ run: TrainingRun) {
    setup = run.setup
    curve = run.curve
    results = run.bestResults
    steps = run.trainer.step
  }

  /// One line for a point of the curve, with the curve so far.
  public static func line(_ point: TrainingCurve.Point, of curve: TrainingCurve) -> String {
    let values = point.values.map { "\($0.name) \(NumberText.visible($0.value, decimals: 3))" }
    let score = NumberText.fixed(point.score, decimals: 3)
    return "step \(point.step)  score \(score)  \(curve.sparkline(width: 24))  "
      + values.joined(separator: ", ")
  }

  /// What it was trained and tested on, in a sentence.
  public var ground: String {
    let traces = setup.traces.joined(separator: ", ")
    return setup.tests.isEmpty
      ? "Tested on what is held out of \(traces)."
      : "Trained on \(traces), tested on the whole of \(setup.tests.joined(separator: ", "))."
  }

  /// The setup, the points of the curve and the best of them, as JSON: the same run gives the same bytes.
  public var json: String {
    let value = JSONWriter.Value.object([
      .init("method", .string(setup.method)),
      .init("traces", .array(setup.traces.map { .string($0) })),
      .init("tests", .array(setup.tests.map { .string($0) })),
      .init("settings", .array(setup.settings.map { .string($0) })),
      .init("steps", .integer(steps)),
      .init("best", curve.best.map(Self.json) ?? .null),
      .init("curve", .array(curve.points.map(Self.json))),
    ])
    return JSONWriter.text(value, brokenLevels: 2) + "\n"
  }

  private static func json(_ point: TrainingCurve.Point) -> JSONWriter.Value {
    .object(
      [.init("step", .integer(point.step)), .init("score", .number(point.score))]
        + point.values.map { .init($0.name, .number($0.value)) })
  }

  /// The runs of the best evaluation as a comparison whose curves are those of the training.
  public var comparison: ComparisonResult {
    var results = results
    if let last = results.indices.last { results[last].curves = curve.curves }
    return ComparisonResult(
      trace: (setup.tests.isEmpty ? setup.traces : setup.tests).joined(separator: ", "), results: results,
      policies: results.map(\.policy).unique)
  }
}
