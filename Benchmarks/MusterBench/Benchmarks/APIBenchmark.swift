/// The native API against its own OpenAPI document, with requests that a generator makes up from it.
enum APIBenchmark {
  static let benchmark = Benchmark(
    name: "api", title: "native API under made-up requests (schemathesis)", probes: [], run: run)

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    guard let python = bench.settings.schemathesis else { return .skipped("there is no schemathesis") }
    let muster = try bench.startMuster(
      "api", "simulated:\n  - name: demo\n    count: 3\n    latency: 5ms\n    failure: 0.1")
    defer { muster.stop() }
    let result = try Child.run(
      python, ["\(bench.settings.peers)/api_conformance.py", "http://127.0.0.1:\(muster.port)"])
    bench.note(result)
    var body = Outcome.Body()
    body.rows = [
      Row("requests made up and answered", result["cases"].map { [$0] } ?? [], .cases),
      Row("  of operations", result["operations"].map { [$0] } ?? [], .cases),
      Row("  failures", result["failures"].map { [$0] } ?? [], .cases, .under(1)),
    ]
    body.notes = [
      "Checked of each answer: no status of 500 or above, a status, a content type and a body that the document "
        + "has. Examples are bounded and seeded."
    ]
    for (_, text) in result.named("failure.") { body.faults.append(text) }
    return body
  }
}
