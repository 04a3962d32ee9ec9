import MusterCore
import MusterPolicy

/// Runs every policy on every seed of a trace, on all cores, and gathers the results.
public struct Comparison: Sendable {
  public var trace: any Trace
  /// Sentences, shorthands or names of ``Hindsight``, in the order in which they are reported.
  public var policies: [String]
  public var seeds: [UInt64]
  public var faults: FaultPlan
  /// What policies of the same words begin with.
  public var learned: [LearnedState]
  /// What counts for the policies; nil for rewards as reported. Metrics go by the facts all the same.
  public var reward: RewardRule?

  public init(
    trace: any Trace, policies: [String], seeds: [UInt64], faults: FaultPlan = .none,
    learned: [LearnedState] = [], reward: RewardRule? = nil
  ) {
    self.learned = learned
    self.trace = trace
    self.policies = policies
    self.seeds = seeds
    self.faults = faults
    self.reward = reward
  }

  /// One run of one policy on one seed.
  public static func run(
    _ policy: any Policy, named name: String, on trace: any Trace, seed: UInt64, faults: FaultPlan = .none
  ) throws -> RunResult {
    try run(policy, named: name, over: try trace.workload(seed: seed), seed: seed, faults: faults)
  }

  private static func run(
    _ policy: any Policy, named name: String, over workload: Workload, seed: UInt64, faults: FaultPlan
  ) throws -> RunResult {
    try workload.check(policy)
    var recorder = Recorder(workload: workload)
    var simulation = Simulation(workload: workload, policy: policy, seed: seed, faults: faults)
    try simulation.run(&recorder)
    return recorder.result(policy: name, seed: seed, of: simulation)
  }

  /// Runs everything. The results do not depend on the number of workers, wall-clock figures apart.
  ///
  /// - Parameters:
  ///   - workers: runs at a time.
  ///   - progress: called after every run, from any thread, with the number of runs that are done.
  /// - Throws: ``SentenceError`` for a policy that cannot be read and ``LearnedStateError`` for learned state that
  ///   none can take up, before anything runs; ``HindsightError`` for a row of hindsight on a trace that has none;
  ///   ``VoteError`` for a weighted vote that a policy says no weights for;
  ///   the first error of a run.
  public func run(workers: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws
    -> ComparisonResult
  {
    // Read once here, so that a sentence with a mistake is told before an hour of work.
    var contestants = try policies.map { try Contestant($0) }
    try Contestant.teach(learned, to: &contestants)
    let parsed = contestants
    let jobs = seeds.flatMap { seed in policies.indices.map { (policy: $0, seed: seed) } }
    var results: [RunResult] = []
    results.reserveCapacity(jobs.count)
    try await withThrowingTaskGroup(of: RunResult.self) { group in
      var next = 0
      func start() {
        guard next < jobs.count else { return }
        let job = jobs[next]
        next += 1
        group.addTask {
          let workload = try trace.workload(seed: job.seed)
          var policy = try parsed[job.policy].policy(for: workload)
          if let reward { policy = Credited(policy, by: reward) }
          return try Comparison.run(
            policy, named: policies[job.policy], over: workload, seed: job.seed, faults: faults)
        }
      }
      for _ in 0..<max(1, workers) { start() }
      while let result = try await group.next() {
        results.append(result)
        progress(results.count)
        start()
      }
    }
    return ComparisonResult(trace: trace.spec, results: results, policies: policies)
  }
}
