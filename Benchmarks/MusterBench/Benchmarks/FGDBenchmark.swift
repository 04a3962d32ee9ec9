/// Placements a second under FGD, the whole of a simulation: arrival, decision, facts taken in.
enum FGDBenchmark {
  /// How many pods the slow peer is given.
  private static let prefix = 500
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "fgd", title: "placements by FGD on openb's default pods, one core, seeds 42 to 46",
    probes: [FGDProbe.simulation, FGDProbe.exported], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    guard let pods = bench.data("openb/pods_default.csv") else { return .skipped("no openb data") }
    let file = bench.scratch + "/fgd.txt"
    try bench.measure(.muster("fgd-export", [pods, file]))
    let series = try bench.rounds(
      rounds, .muster("fgd", [pods, "\(prefix)", "plain"]), .muster("fgd", [pods, "\(prefix)", "recorded"]),
      .muster("fgd", [pods, "\(prefix)", "plain", "learned-placement"]),
      .peer("fgd.py", [file, "plain", "\(prefix)"]), .peer("fgd.py", [file, "memo", "0"]))
    let (ours, recorded, learned) = (series[0], series[1], series[2])
    let (plain, memo) = (series[3], series[4])

    var body = Outcome.Body()
    body.rows = [
      Row("placements", ours["placementsPerS"], .perSecond, .atLeast(100_000)),
      Row("attempts, failed ones too", ours["attemptsPerS"], .perSecond),
      Row("placements with all metrics recorded", recorded["placementsPerS"], .perSecond),
      Row("placements by learned-placement", learned["placementsPerS"], .perSecond, .atLeast(20_000)),
      Row("peer: numpy, scores all nodes", plain["placementsPerS"], .perSecond),
      Row("peer: numpy, remembers scores", memo["placementsPerS"], .perSecond),
      Row("Muster / numpy, all nodes", ours.times(plain, "placementsPerS"), .times),
      Row("Muster / numpy, remembering", ours.times(memo, "placementsPerS"), .times),
    ]
    if let attempts = ours.first("attempts"), let placements = ours.first("placements") {
      body.notes.append(
        "\(Figure.text(attempts)) attempts, \(Figure.text(placements)) placements; "
          + "from the making of the engine to the last pod, reading and drawing of the workload apart.")
    }
    body.notes.append(
      "The first peer does what the published simulator does, on the first \(prefix) pods of seed 42; the second "
        + "computes anew only the nodes that changed, as Muster does, on all pods of seed 42.")
    body.check("first \(prefix) decisions (pod, node, GPUs)", ours.word("prefixHash"), plain.word("hash"))
    body.check("all decisions of seed 42", ours.word("hash"), memo.word("hash"))
    return body
  }
}
