/// How long a learned policy takes to choose.
enum DecisionBenchmark {
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "decision",
    title: "a learned policy of two hidden layers of 64 chooses among 1,000 candidates",
    probes: [DecisionProbe.probe], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let series = try bench.rounds(
      rounds, .muster("decision", ["relu", "2"]), .muster("decision", ["tanh", "2"]),
      .muster("decision", ["relu", "1"]), .muster("decision", ["tanh", "1"]))
    var body = Outcome.Body()
    body.rows = [
      Row("decision, relu, two cores", series[0]["nanoseconds"], .nanoseconds, .under(100_000)),
      Row("decision, tanh, two cores", series[1]["nanoseconds"], .nanoseconds, .under(100_000)),
      Row("decision, relu, one core", series[2]["nanoseconds"], .nanoseconds),
      Row("decision, tanh, one core", series[3]["nanoseconds"], .nanoseconds),
    ]
    body.notes = [
      "Every candidate's \(DecisionProbe.features) features go through the whole network; the highest score is "
        + "taken. Nothing is remembered from one decision to the next.",
      "A decision is 10.4 million multiplications and additions: without fused ones, which would give other bits "
        + "on other builds, a core of this kind does about 100 thousand million of both a second at best.",
    ]
    if let bytes = series[0].first("bytes") {
      body.notes.append("Memory: \(Figure.text(bytes / 1024)) KiB, weights, candidates and all in between.")
    }
    return body
  }
}
