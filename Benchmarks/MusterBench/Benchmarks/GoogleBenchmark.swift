/// All task events of the Google trace of 2011, streamed.
enum GoogleBenchmark {
  private static let rounds = 3

  static let benchmark = Benchmark(
    name: "google", title: "Google cluster trace of 2011: streaming the task events, and replaying it",
    probes: [GoogleProbe.stream, GoogleProbe.replay], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    guard let directory = bench.data("google2011") else { return .skipped("no google2011 data") }
    let series = try bench.rounds(
      rounds, .muster("google-stream", [directory]), .peer("google_stream.py", [directory]))
    let (ours, peer) = (series[0], series[1])
    var body = Outcome.Body()
    body.rows = [
      Row("rows", ours["perS"], .perSecond),
      Row("  peak memory", ours["peakMiB"], .mebibytes, .under(512)),
      Row("peer: Python's csv and gzip", peer["perS"], .perSecond),
      Row("  peak memory", peer["peakMiB"], .mebibytes),
      Row("Muster / Python", ours.times(peer, "perS"), .times),
    ]
    body.notes = [
      "Both inflate, split and convert all 13 columns of every row; Muster also checks ranges and the order of times."
    ]
    body.check(
      "rows, events of each type, sums of times and of processors", ours.word("sums"), peer.word("sums"))
    try replay(directory, bench, &body)
    return body
  }

  private static func replay(_ directory: String, _ bench: Bench, _ body: inout Outcome.Body) throws {
    let series = try bench.rounds(rounds, .muster("google-replay", [directory]))
    if let why = series[0].word("skipped") {
      body.notes.append("Replay skipped: \(why).")
      return
    }
    body.rows += [
      Row("replay, tasks", series[0]["tasksPerS"], .perSecond),
      Row("  reading", series[0]["readS"], .seconds),
      Row("  simulating", series[0]["runS"], .seconds),
      Row("  peak memory", series[0]["peakMiB"], .mebibytes),
    ]
    if let tasks = series[0].first("tasks"), let agents = series[0].first("agents"),
      let requests = series[0].first("requests")
    {
      body.notes.append(
        "Replay: \(Figure.text(tasks)) tasks on \(Figure.text(agents)) agents under `least-loaded`, "
          + "\(Figure.text(requests)) engine requests.")
    }
  }
}
