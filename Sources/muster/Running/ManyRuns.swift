import MusterLab
import MusterPolicy

/// Several policies on several seeds of a trace.
struct ManyRuns {
  let trace: any Trace
  let policies: [PolicyChoice]
  let seeds: [UInt64]
  let faults: FaultPlan
  /// What counts for the policies; nil for rewards as reported.
  let reward: RewardRule?
  let jobs: Int
  /// What policies of the same words begin with.
  var learned: [LearnedState] = []

  func run(label: String) async throws -> ComparisonResult {
    let comparison = Comparison(
      trace: trace, policies: policies.map(\.name), seeds: seeds, faults: faults, learned: learned,
      reward: reward)
    let bar = ProgressBar(label: label, total: policies.count * seeds.count)
    defer { bar.finish() }
    do {
      return try await comparison.run(workers: jobs) { _ in bar.advance() }
    } catch {
      throw RunFailure.failure(error, trace: trace.spec)
    }
  }
}
