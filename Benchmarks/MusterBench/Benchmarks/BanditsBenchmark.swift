/// LinUCB beside mabwiser, the same model on the same numbers, and beside Vowpal Wabbit's nearest.
enum BanditsBenchmark {
  private static let rounds = 5
  /// How many decisions the peers are given.
  private static let prefix = 500

  static let benchmark = Benchmark(
    name: "bandits", title: "LinUCB decisions over 100 agents with 32 features, one core",
    probes: [BanditsProbe.drawn, BanditsProbe.decisions, BanditsProbe.policy], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let file = bench.scratch + "/bandits.bin"
    try bench.measure(.muster("bandits-draw", [file]))
    let numbers = [
      file, "\(BanditsProbe.arms)", "\(BanditsProbe.dimension)", "\(BanditsProbe.learned)", "\(prefix)",
    ]
    let series = try bench.rounds(
      rounds, .muster("bandits", [file, "\(prefix)"]), .muster("bandits-policy"),
      .peer("bandits.py", ["mabwiser"] + numbers), .peer("bandits.py", ["regcbopt"] + numbers),
      .peer("bandits.py", ["squarecb"] + numbers))
    let (ours, policy, mabwiser, optimistic, cheapest) = (
      series[0], series[1], series[2], series[3], series[4]
    )
    var body = Outcome.Body()
    body.rows = [
      Row("decision", ours["nanoseconds"], .nanoseconds, .under(4000)),
      Row("  whole plan of `feasible | linucb | best`", policy["nanoseconds"], .nanoseconds),
      Row("  learning from an outcome", ours["updateNanoseconds"], .nanoseconds),
      Row("peer: mabwiser's LinUCB", mabwiser["microseconds"].map { 1000 * $0 }, .nanoseconds),
      Row("peer: Vowpal Wabbit, regcbopt", optimistic["microseconds"].map { 1000 * $0 }, .nanoseconds),
      Row("peer: Vowpal Wabbit, squarecb", cheapest["microseconds"].map { 1000 * $0 }, .nanoseconds),
      Row("mabwiser / Muster", mabwiser.times(ours, "microseconds"), .times, .atLeast(300)),
      Row("Vowpal Wabbit, regcbopt / Muster", optimistic.times(ours, "microseconds"), .times, .atLeast(100)),
      Row("Vowpal Wabbit, squarecb / Muster", cheapest.times(ours, "microseconds"), .times, .atLeast(100)),
    ]
    if let bytes = ours.first("bytesPerArm"), let otherwise = ours.first("otherwise") {
      body.notes.append(
        "Memory: \(Figure.text(bytes)) bytes an agent at 32 features. Columns in Float; in Double "
          + "\(Figure.text(otherwise)) of \(Figure.text(BanditsProbe.asked)) choices would be others.")
    }
    body.notes += [
      "Each arm learned from 100 of \(Figure.text(BanditsProbe.learned)) contexts of normal numbers; then one "
        + "decision at a time on new ones. mabwiser keeps the same model in Double; Vowpal Wabbit learned from the "
        + "first 1,000.",
      "Vowpal Wabbit has no LinUCB. `regcbopt` (optimism by confidence bounds) is the nearest it has, `squarecb` the "
        + "cheapest that explores; both are linear in context x arm, O(d) an arm where LinUCB is O(d^2). Their "
        + "examples are parsed beforehand; from text a decision takes about twice as long.",
    ]
    body.check("the first \(prefix) choices", ours.word("hash"), mabwiser.word("hash"))
    return body
  }
}
