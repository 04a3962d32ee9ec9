import Foundation
import MusterLab

/// The fault campaign: random workloads under random faults, checked after every step.
enum CampaignBenchmark {
  private static let rounds = 3
  private static let seeds = 200

  static let benchmark = Benchmark(
    name: "campaign", title: "fault campaign on all cores, every check after every step", probes: [probe],
    run: run)

  /// Arguments: how many seeds.
  private static let probe = Probe("campaign") { arguments in
    guard arguments.count == 1, let count = UInt64(arguments[0]), count > 0 else {
      throw BenchError(found: "\(arguments)", expected: "SEEDS")
    }
    let campaign = Campaign(seeds: Array(1...count), shrinks: false)
    let watch = Stopwatch()
    let report = try await campaign.run(workers: ProcessInfo.processInfo.activeProcessorCount)
    let seconds = watch.seconds
    var result = Measurement()
    result["seedsPerS"] = Double(report.seeds) / seconds
    result["requestsPerS"] = Double(report.requests) / seconds
    result["steps"] = Double(report.steps)
    result["facts"] = Double(report.facts)
    result["failures"] = Double(report.failures.count)
    result[word: "failing"] = report.failures.first?.command
    return result
  }

  private static func run(_ bench: Bench) throws -> Outcome.Body {
    let series = try bench.rounds(rounds, .muster("campaign", ["\(seeds)"]))[0]
    var body = Outcome.Body()
    body.rows = [
      // 10,000 seeds in ten minutes.
      Row("seeds", series["seedsPerS"], .perSecond, .atLeast(10_000 / 600)),
      Row("engine requests, checked", series["requestsPerS"], .perSecond),
    ]
    if let steps = series.first("steps"), let facts = series.first("facts") {
      body.notes.append(
        "\(seeds) seeds: \(Figure.text(steps)) steps, \(Figure.text(facts)) facts. The target is 10,000 seeds in ten "
          + "minutes.")
    }
    if let failures = series.first("failures"), failures > 0 {
      body.faults.append("\(Int(failures)) scenarios failed, the first: \(series.word("failing") ?? "")")
    }
    return body
  }
}
