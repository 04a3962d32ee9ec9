/// Tasks through the native API, from their submission to their end, on a log in SQLite.
enum DurableBenchmark {
  private static let rounds = 5
  private static let tasks = 20_000

  static let benchmark = Benchmark(
    name: "durable", title: "durable tasks over HTTP, submit to completed, \(TaskLoad.workers) workers",
    probes: [probe], run: run)

  /// Arguments: port, how many tasks, a name that no other run has.
  private static let probe = Probe("task-load") { arguments in
    guard arguments.count == 3, let port = Int(arguments[0]), let tasks = Int(arguments[1]) else {
      throw BenchError(found: "\(arguments)", expected: "PORT TASKS NAME")
    }
    let seconds = try await TaskLoad.run(port: port, total: tasks, name: arguments[2])
    var result = Measurement()
    result["perS"] = Double(tasks) / seconds
    return result
  }

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let normal = try bench.startMuster("normal", durability: "normal")
    defer { normal.stop() }
    let full = try bench.startMuster("full", durability: "full")
    defer { full.stop() }
    var series = [Series(), Series()]
    for round in 0..<(rounds + 1) {
      for (index, server) in [normal, full].enumerated() {
        // The first round only warms up.
        let count = round == 0 ? tasks / 10 : tasks
        let one = try bench.measure(.muster("task-load", ["\(server.port)", "\(count)", "round-\(round)"]))
        if let one, round > 0 { series[index].measurements.append(one) }
      }
    }
    var body = Outcome.Body()
    body.rows = [
      Row("NORMAL, tasks", series[0]["perS"], .perSecond, .atLeast(5000)),
      Row("FULL, tasks", series[1]["perS"], .perSecond),
    ]
    body.notes = [
      "\(Figure.text(tasks)) tasks a round: submitted 100 at a time by one connection, leased up to 32 at a time and "
        + "reported together by \(TaskLoad.workers) connections, each a worker with room for 64; at most 4,000 are "
        + "under way. A task is counted when the answer to its report is there: its end is in the log then.",
      "FULL waits for the disk at every commit: it measures the disk more than the server.",
    ]
    return body
  }
}
