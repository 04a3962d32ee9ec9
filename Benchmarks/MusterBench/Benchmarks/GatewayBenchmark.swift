/// Chat completions straight to an endpoint, through Muster, and through LiteLLM.
enum GatewayBenchmark {
  private static let rounds = 3
  private static let seconds = "2"
  private static let streams = 1000

  static let benchmark = Benchmark(
    name: "gateway", title: "chat completions through the OpenAI-compatible face", probes: GatewayProbes.all,
    run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let mock = try bench.startMock()
    defer { mock.stop() }
    let muster = try bench.startMuster("gateway", endpoints(mock.port))
    defer { muster.stop() }
    let peer = try LiteLLM.start(bench, upstream: mock.port)
    defer { peer?.stop() }
    var body = Outcome.Body()
    for kind in ["plain", "stream"] {
      for lines in [1, 8, 32] {
        func side(_ server: Server, _ warmUp: String) -> Side {
          .muster("chat-load", ["\(server.port)", "mock", kind, "\(lines)", warmUp, seconds])
        }
        var sides = [side(mock, "0.5"), side(muster, "0.5")]
        if let peer { sides.append(side(peer, "1")) }
        add(to: &body, kind, lines, try bench.rounds(rounds, sides))
      }
    }
    peer?.stop()
    muster.stop()
    try addMemory(to: &body, bench, mock)
    body.notes += [
      "Closed loop: each connection has one request at a time. A stream has 20 pieces, each in a packet of its own; "
        + "its latency is that to its last byte. Added: the difference to the same load without a gateway. "
        + "Client, gateway and endpoint share the machine.",
      "Muster: log in SQLite with `durability: normal`, the standard policy, two endpoints. LiteLLM: two workers, no "
        + "database, no keys, `LITELLM_MODE=PRODUCTION`, the same two endpoints.",
    ]
    if peer == nil { body.notes.append("LiteLLM is not installed and was left out.") }
    return body
  }

  private static func endpoints(_ port: Int) -> String {
    let names = ["a", "b"].map { name in
      """
        - name: \(name)
          url: http://127.0.0.1:\(port)/v1
          model: mock
          limits:
            concurrency: 4096
      """
    }
    return "endpoints:\n" + names.joined(separator: "\n")
  }

  private static func add(to body: inout Outcome.Body, _ kind: String, _ lines: Int, _ series: [Series]) {
    let (direct, muster) = (series[0], series[1])
    let target: Row.Target? = kind == "plain" && lines == 1 ? .under(0.5) : nil
    body.rows += [
      Row("\(kind), c = \(lines): Muster", muster["perS"], .perSecond),
      Row("  without a gateway", direct["perS"], .perSecond),
      Row("  added p50", added("p50Ms", muster, direct), .milliseconds, target),
      Row("  added p99", added("p99Ms", muster, direct), .milliseconds),
    ]
    if kind == "stream" {
      body.rows.append(Row("  added p50, first byte", added("firstP50Ms", muster, direct), .milliseconds))
    }
    if series.count > 2 {
      let peer = series[2]
      body.rows += [
        Row("  peer: LiteLLM", peer["perS"], .perSecond),
        Row("  LiteLLM's added p50", added("p50Ms", peer, direct), .milliseconds),
        Row("  LiteLLM's added p99", added("p99Ms", peer, direct), .milliseconds),
        Row("  Muster / LiteLLM", muster.times(peer, "perS"), .times, .atLeast(40)),
      ]
    }
    for (name, one) in zip(["the endpoint", "Muster", "LiteLLM"], series) {
      let failures = one["failures"].reduce(0, +)
      guard failures > 0 else { continue }
      let first = one.measurements.compactMap { $0[word: "failure"] }.first ?? ""
      body.faults.append(
        "\(kind), c = \(lines): \(Int(failures)) requests failed at \(name), the first with \(first)")
    }
  }

  private static func added(_ name: String, _ side: Series, _ direct: Series) -> [Double] {
    zip(side[name], direct[name]).map { $0 - $1 }
  }

  private static func addMemory(to body: inout Outcome.Body, _ bench: Bench, _ mock: Server) throws {
    var series = Series()
    for round in 0..<2 {
      let muster = try bench.startMuster(
        "streams-\(round)",
        endpoints(mock.port).replacingOccurrences(of: "model: mock", with: "model: hang-after"))
      defer { muster.stop() }
      let probe = Side.muster(
        "open-streams", ["\(muster.port)", "hang-after", "\(streams)", "\(muster.identifier)"])
      if let one = try bench.measure(probe) { series.measurements.append(one) }
    }
    body.rows += [
      Row("memory at \(Figure.text(streams)) open streams", series["withMiB"], .mebibytes, .under(100)),
      Row("  before them", series["beforeMiB"], .mebibytes),
    ]
  }
}
