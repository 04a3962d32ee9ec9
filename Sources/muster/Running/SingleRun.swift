import MusterCore
import MusterLab
import MusterPolicy

/// One policy on one seed of a trace.
struct SingleRun {
  let trace: any Trace
  let policy: PolicyChoice
  let seed: UInt64
  let faults: FaultPlan
  /// What counts for the policy; nil for rewards as reported.
  let reward: RewardRule?
  /// Numbers for agents other than those of the trace.
  var numbers: [AgentNumber] = []

  /// How many candidates of each choice a log records: enough to see what came close.
  static let explainedCandidates = 8

  /// Runs it, into the log if there is one. The result is the same with a log and without.
  /// - Returns: also what the policy has learned by the end.
  func run(log: RunLog?) async throws -> (result: RunResult, learned: LearnedState) {
    var workload = try trace.workload(seed: seed)
    if !numbers.isEmpty {
      var agents = workload.agents
      try AgentNumber.apply(numbers, to: &agents)
      workload.renumber(agents.map(\.id))
    }
    if log != nil { workload.engine.explainedCandidates = Self.explainedCandidates }
    let bar = ProgressBar(label: "replay", total: workload.taskCount)
    defer { bar.finish() }
    var watcher = RunWatcher(workload: workload, bar: bar, keepsFacts: log != nil)
    let chosen = try policy.make(for: workload, reward: reward)
    var simulation = Simulation(workload: workload, policy: chosen, seed: seed, faults: faults)
    do {
      try workload.check(chosen)
      try await log?.begin(simulation.engine.configuration)
      try simulation.begin(&watcher)
      repeat {
        guard let log, watcher.facts.count >= RunLog.batch else { continue }
        try await log.append(watcher.facts)
        watcher.facts.removeAll(keepingCapacity: true)
      } while try simulation.step(&watcher)
      try await log?.append(watcher.facts)
    } catch {
      throw RunFailure.failure(error, trace: trace.spec)
    }
    return (
      watcher.recorder.result(policy: policy.name, seed: seed, of: simulation),
      LearnedState(of: simulation.orchestrator.policy, over: simulation.engine)
    )
  }
}
