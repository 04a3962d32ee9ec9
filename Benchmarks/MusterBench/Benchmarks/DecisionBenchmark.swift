/// How long a learned policy takes to choose.
enum DecisionBenchmark {
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "decision",
    title: "a learned policy of two hidden layers of 64 chooses among 1,000 candidates, one core",
    probes: [DecisionProbe.probe], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let series = try bench.rounds(rounds, .muster("decision", ["relu"]), .muster("decision", ["tanh"]))
    var body = Outcome.Body()
    body.rows = [
      Row("decision, relu", series[0]["nanoseconds"], .nanoseconds, .under(100_000)),
      Row("decision, tanh", series[1]["nanoseconds"], .nanoseconds, .under(100_000)),
    ]
    body.notes = [
      "Every candidate's \(DecisionProbe.features) features go through the whole network; the highest score is "
        + "taken. Nothing is remembered from one decision to the next."
    ]
    if let bytes = series[0].first("bytes") {
      body.notes.append("Memory: \(Figure.text(bytes / 1024)) KiB, weights, candidates and all in between.")
    }
    return body
  }
}
