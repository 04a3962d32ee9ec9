/// Matchers that keep load even, one decision at a time over a large pool.
enum MatchingBenchmark {
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "matching", title: "One decision over 1,000 agents, one core", probes: [MatchingProbe.decisions],
    run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let sentences = [
      "feasible | best-fit | balance", "skills | best-fit | on-demand", "feasible | best-fit | best",
    ]
    let sides: [Side] = sentences.map { .muster("matching", [$0]) }
    let series = try bench.rounds(rounds, sides)
    var body = Outcome.Body()
    body.rows = zip(sentences, series).map { sentence, series in
      Row(
        "decision of `\(sentence)`", series["nanoseconds"], .nanoseconds,
        sentence.hasSuffix("best") ? nil : .under(2000))
    }
    body.notes.append(
      "Agents of one slot and different capacities; 800 of 1,000 are busy, one task ends for each that begins. A decision is "
        + "a whole plan for a frame of one task.")
    return body
  }
}
