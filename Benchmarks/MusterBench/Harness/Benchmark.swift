/// One benchmark. A new one is a file of its own and a line in ``MusterBench/benchmarks``.
struct Benchmark: Sendable {
  var name: String
  /// What is measured, in a line.
  var title: String
  /// What it runs in processes of their own.
  var probes: [Probe]
  /// Has the sides measured and says what came out.
  var run: @Sendable (Bench) throws -> Outcome.Body
}

/// One measurement, made in a process of its own, so that neither side of a pair starts from the other's heap and
/// the peak of memory is its own.
struct Probe: Sendable {
  var name: String
  var run: @Sendable ([String]) async throws -> Measurement

  init(_ name: String, _ run: @escaping @Sendable ([String]) async throws -> Measurement) {
    self.name = name
    self.run = run
  }
}
