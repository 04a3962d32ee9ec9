import MusterSQLite

/// Appends to the durable log, in batches as a group commit makes them.
enum LogBenchmark {
  private static let rounds = 5
  private static let batches = 1000

  static let benchmark = Benchmark(
    name: "log", title: "durable log: facts appended to SQLite in batches of 100",
    probes: [LogProbe.exported, LogProbe.append], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let facts = bench.scratch + "/facts.bin"
    try bench.measure(.muster("log-export", [facts, "\(batches * LogProbe.batch)"]))
    var body = Outcome.Body()
    var bytes = 0.0
    for durability in Durability.allCases {
      let name = durability.rawValue
      let series = try bench.rounds(
        rounds, .muster("log-append", [facts, bench.scratch + "/muster.log", name]),
        .peer("log_append.py", [facts, bench.scratch + "/peer.log", name]))
      body.rows += [
        Row("\(name.uppercased()), facts", series[0]["perS"], .perSecond),
        Row("  peer: Python's sqlite3", series[1]["perS"], .perSecond),
        Row("  Muster / Python", series[0].times(series[1], "perS"), .times),
      ]
      body.check("records in the \(name) log", series[0].word("records"), series[1].word("records"))
      bytes = series[0].first("bytesPerRecord") ?? 0
    }
    body.notes += [
      "\(Figure.text(batches)) batches of \(LogProbe.batch) facts of a simulation, \(Figure.text(bytes)) bytes a fact "
        + "on average; WAL on both sides, `synchronous` as named. Both chain a checksum through the records (CRC-32C "
        + "here, zlib's CRC-32 there) and keep the end of the log in a row of its own.",
      "FULL waits for the disk a thousand times: it measures the disk more than the log.",
    ]
    return body
  }
}
