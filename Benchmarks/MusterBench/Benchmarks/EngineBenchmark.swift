/// Requests a second through the engine, in a simulation and alone.
enum EngineBenchmark {
  private static let rounds = 5

  static let benchmark = Benchmark(
    name: "engine", title: "engine requests on one core, no faults",
    probes: [EngineProbe.simulation, EngineProbe.alone], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let series = try bench.rounds(
      rounds, .muster("engine-simulation", ["300000", "16"]),
      .muster("engine-simulation", ["300000", "256"]),
      .muster("engine-alone", ["300000"]))
    let (small, large, alone) = (series[0], series[1], series[2])
    var body = Outcome.Body()
    body.rows = [
      Row("simulation, 16 agents", small["requestsPerS"], .perSecond, .atLeast(1_000_000)),
      Row("simulation, 256 agents", large["requestsPerS"], .perSecond),
      Row("engine alone", alone["requestsPerS"], .perSecond),
    ]
    body.rows += EngineProbe.kinds.map { Row("  a request to \($0)", alone[$0 + "Ns"], .nanoseconds) }
    body.notes = [
      "A request is one of submit, assign, start and report, decided and taken in: four a task. In the simulation "
        + "`feasible | least-loaded | best` chooses, the world draws how long work takes, agents have eight slots and "
        + "are busy at 70 %; 300,000 tasks, all of them succeed.",
      "Alone: no policy, no world and no queue of events; requests are made, decided and taken in.",
    ]
    if let total = small.first("requests"), let assigns = small.first("assigns") {
      body.notes.append(
        "Counted with 16 agents: \(Figure.text(total)) requests, of these \(Figure.text(assigns)) tasks offered to the "
          + "policy for assignment.")
    }
    if small.first("succeeded") != 300_000 || alone.first("succeeded") != 300_000 {
      body.faults.append("Not all tasks succeeded.")
    }
    return body
  }
}
