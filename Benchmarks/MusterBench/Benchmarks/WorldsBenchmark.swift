/// Worlds of agents beside mpe2: in Swift, and through the C library from Python.
enum WorldsBenchmark {
  private static let rounds = 5
  private static let copies = 64
  private static let clusters = 8

  static let benchmark = Benchmark(
    name: "worlds", title: "steps of simple_spread with three agents and of orchestration, one core",
    probes: [WorldsProbe.probe, OrchestrationProbe.probe], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let series = try bench.rounds(
      rounds, .muster("worlds", ["1", "1000000"]), .muster("worlds", ["\(copies)", "30000"]),
      .peer("worlds.py", ["parallel", "1", "30000"]), .peer("worlds.py", ["vector", "\(copies)", "20000"]),
      .peer("worlds.py", ["mpe2", "1", "3000"]), .peer("worlds.py", ["mpe2", "\(copies)", "50"]),
      .muster("orchestration", ["\(clusters)", "20000"]))
    let (one, many, parallel, vector) = (series[0], series[1], series[2], series[3])
    let (peer, peers, cluster) = (series[4], series[5], series[6])
    var body = Outcome.Body()
    body.rows = [
      Row("in Swift, one copy", one["perSecond"], .perSecond),
      Row("in Swift, \(copies) copies", many["perSecond"], .perSecond),
      Row("  peak memory", many["peakMiB"], .mebibytes),
      Row("from Python, ParallelEnv", parallel["perSecond"], .perSecond),
      Row("from Python, \(copies) copies in a call", vector["perSecond"], .perSecond),
      Row("  peak memory", vector["peakMiB"], .mebibytes),
      Row("peer: mpe2, ParallelEnv", peer["perSecond"], .perSecond),
      Row("peer: mpe2, \(copies) copies", peers["perSecond"], .perSecond),
      Row("  peak memory", peers["peakMiB"], .mebibytes),
      Row("ParallelEnv / mpe2", parallel.times(peer, "perSecond"), .times),
      Row("\(copies) copies from Python / mpe2", vector.times(peers, "perSecond"), .times),
      Row("\(copies) copies in Swift / mpe2", many.times(peers, "perSecond"), .times),
      Row("orchestration in Swift, \(clusters) copies", cluster["perSecond"], .perSecond),
      Row("  peak memory", cluster["peakMiB"], .mebibytes),
    ]
    body.notes = [
      "A step is one of one copy: all its agents move and observe. Random actions, episodes of 25 steps, new ones "
        + "included. mpe2 steps one copy at a time.",
      "From Python the same compiled world is reached through the C library; each call writes into new numpy arrays.",
      "Both sides are the same world: the tests hold every observation and reward of Muster's to those of mpe2, to "
        + "1e-5.",
      "orchestration: generated tasks under one seed, up to 4 schedulers, 12 compute and 4 storage nodes; everybody "
        + "takes the first action that is possible, which is looked up within the time. A step is the turn of one "
        + "scheduler, or the one in which nodes act and an epoch passes. It has no peer: nobody else has this world.",
    ]
    return body
  }
}
