/// Placement in rounds on Google's cluster of 2011, by incremental flow and by others.
enum RoundsBenchmark {
  private static let flow = "feasible | best-fit(cpu: 1000) | flow"
  private static let greedy = "feasible | best-fit(cpu: 1000) | best"
  private static let others = ["feasible | least-loaded | best", "feasible | random | best"]

  static let benchmark = Benchmark(
    name: "rounds",
    title: "Rounds of Google's cluster of 2011, 12,500 machines, solved as a flow",
    probes: [RoundsProbe.replay], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    guard let directory = bench.data("google2011") else { return .skipped("no google2011 data") }
    let sentences = [flow, greedy] + others
    // Beside the flow the others are asked about its rounds; alone each has its own.
    let beside = try bench.rounds(1, .muster("rounds", [directory] + sentences))
    let alone = try bench.rounds(1, sentences.map { .muster("rounds", [directory, $0]) })
    var body = Outcome.Body()
    for (sentence, series) in zip(sentences, alone) {
      body.rows += [
        Row("`\(sentence)`, a round, p50", series["p50Ms"], .milliseconds),
        Row("  p99", series["p99Ms"], .milliseconds, sentence == flow ? .under(1000) : nil),
        Row("  longest", series["maxMs"], .milliseconds, sentence == flow ? .under(1000) : nil),
        Row("  rounds of 256 tasks and more, p50", series["largep50Ms"], .milliseconds),
        Row("  tasks placed", series["placed"], .cases),
        Row("  tasks left waiting at the end", series["waiting"], .cases),
        Row("  mean wait", series["meanWaitS"], .seconds),
        Row("  idle machines, mean", series["idle"], .cases),
        Row("  room for tasks of a quarter machine, mean", series["room"], .cases),
      ]
    }
    for (index, sentence) in sentences.enumerated() {
      body.rows += [
        Row("on the rounds of the flow, placed by `\(sentence)`", beside[0]["placed.\(index)"], .cases),
        Row("  mean score of a placement", beside[0]["worth.\(index)"], .cases),
      ]
    }
    if let rounds = alone[0].first("rounds"), let large = alone[0].first("largeRounds") {
      body.notes.append(
        "\(Figure.text(rounds)) rounds, \(Figure.text(large)) of 256 tasks and more: tasks come and end at multiples of "
          + "\(RoundsProbe.round) s, at most \(Figure.text(Double(RoundsProbe.limit))) are placed together, and the "
          + "144,339 that were there before the trace begin with it. Machines: the published mix (Reiss et al., 2012), "
          + "the largest with 1,000 milli-CPU and 64 GiB; other machines of the trace differ in nothing that it tells."
      )
    }
    body.notes.append(
      "Scores are those of `best-fit(cpu: 1000)` at the beginning of the round, for placements of whatever policy. A "
        + "quarter machine is 250 milli-CPU and 16 GiB; means are over the instants at which something happened."
    )
    return body
  }
}
