/// `muster-bench [--markdown FILE] [NAME...]` runs the benchmarks of those names, or all of them;
/// `muster-bench measure PROBE ARGUMENT...` is one measurement, in a process of its own.
@main
struct MusterBench {
  static let benchmarks: [Benchmark] = [
    FGDBenchmark.benchmark, EngineBenchmark.benchmark, KernelBenchmark.benchmark, BanditsBenchmark.benchmark,
    GoogleBenchmark.benchmark,
    LogBenchmark.benchmark, CampaignBenchmark.benchmark, GatewayBenchmark.benchmark,
    DurableBenchmark.benchmark, LossBenchmark.benchmark, APIBenchmark.benchmark,
    AssignmentBenchmark.benchmark, MatchingBenchmark.benchmark, WorldsBenchmark.benchmark,
    DecisionBenchmark.benchmark, RoundsBenchmark.benchmark,
  ]
  /// Probes that scripts beside `make bench` run.
  static let probes = [MAPPOProbe.probe]

  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if arguments.first == "measure" {
        try await measure(Array(arguments.dropFirst()))
      } else {
        try run(Options(arguments, known: benchmarks.map(\.name)))
      }
    } catch {
      Console.complain("muster-bench: \(error)")
      Console.exit(2)
    }
  }

  private static func measure(_ arguments: [String]) async throws {
    let probes = benchmarks.flatMap(\.probes) + probes
    guard let name = arguments.first, let probe = probes.first(where: { $0.name == name }) else {
      throw BenchError(
        found: arguments.first ?? "no probe", expected: "one of " + probes.map(\.name).joined(separator: ", ")
      )
    }
    print(try await probe.run(Array(arguments.dropFirst())).text)
  }

  private static func run(_ options: Options) throws {
    let chosen = benchmarks.filter { options.names.isEmpty || options.names.contains($0.name) }
    let bench = try Bench(Settings())
    defer { bench.close() }
    var outcomes: [Outcome] = []
    for (index, benchmark) in chosen.enumerated() {
      Console.complain("measuring \(benchmark.name) (\(index + 1) of \(chosen.count))")
      outcomes.append(bench.outcome(of: benchmark))
    }
    let sheet = Sheet(outcomes: outcomes, machine: Machine.description, versions: bench.versions)
    print(sheet.plain)
    if let file = options.markdown { try sheet.writeMarkdown(to: file) }
    // Slowness is a finding; a peer that disagrees is a fault.
    if outcomes.contains(where: { !$0.faults.isEmpty }) { Console.exit(1) }
  }
}
