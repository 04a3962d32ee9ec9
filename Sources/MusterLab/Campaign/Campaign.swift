import MusterCore
import MusterPolicy

/// The fault campaign: random workloads under random faults, checked after every step.
public struct Campaign: Sendable {
  public var seeds: [UInt64]
  /// Whether a failing scenario is made smaller before it is told.
  public var shrinks: Bool

  public init(seeds: [UInt64], shrinks: Bool = true) {
    self.seeds = seeds
    self.shrinks = shrinks
  }

  /// What a campaign found.
  public struct Report: Sendable {
    public var seeds = 0
    public var steps = 0
    public var facts = 0
    public var requests = 0
    /// In seed order.
    public var failures: [FailedScenario] = []
  }

  /// A scenario that failed, and the smallest one found that still does.
  public struct FailedScenario: Sendable, Equatable {
    public var scenario: Scenario
    public var failure: Failure
    public var shrunk: Scenario
    public var shrunkFailure: Failure
    /// What reproduces it.
    public var command: String { "muster simulate --plan '\(shrunk.text)'" }
  }

  /// What one scenario took.
  public struct Run: Sendable {
    public var steps = 0
    public var facts = 0
    public var requests = 0
    public var failure: Failure?
  }

  /// Runs one scenario and checks it.
  /// - Throws: ``SentenceError`` when the scenario's policy cannot be read.
  public static func run(_ scenario: Scenario, tamper: (@Sendable (Fact) -> Fact?)? = nil) throws -> Run {
    let policy = try Sentence.parse(scenario.policy)
    let workload = scenario.workload()
    var simulation = Simulation(
      workload: workload, policy: policy, seed: scenario.seed, faults: scenario.faults)
    var checker = Checker(
      configuration: simulation.engine.configuration, seed: scenario.seed, tamper: tamper)
    var run = Run()
    do {
      try simulation.run(&checker)
      try checker.finish(simulation.engine, at: simulation.now)
    } catch let failure as Failure {
      run.failure = failure
    } catch let error as EngineError {
      run.failure = Failure(
        step: checker.steps, at: simulation.now, what: "the engine refused its own work: \(error)")
    }
    run.steps = checker.steps
    run.facts = checker.facts
    run.requests = simulation.requests
    return run
  }

  /// Runs all seeds, `workers` at a time.
  /// - Parameter progress: called after every seed, from any thread, with the number that are done.
  public func run(workers: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Report
  {
    var report = Report()
    var failures: [(scenario: Scenario, failure: Failure)] = []
    try await withThrowingTaskGroup(of: (Scenario, Run).self) { group in
      var next = 0
      func start() {
        guard next < seeds.count else { return }
        let scenario = Scenario.random(seed: seeds[next])
        next += 1
        group.addTask { (scenario, try Campaign.run(scenario)) }
      }
      for _ in 0..<max(1, workers) { start() }
      while let (scenario, run) = try await group.next() {
        report.seeds += 1
        report.steps += run.steps
        report.facts += run.facts
        report.requests += run.requests
        if let failure = run.failure { failures.append((scenario, failure)) }
        progress(report.seeds)
        start()
      }
    }
    failures.sort { $0.scenario.seed < $1.scenario.seed }
    for (scenario, failure) in failures {
      let small = shrinks ? try Shrinker.shrink(scenario, failing: failure) : (scenario, failure)
      report.failures.append(
        FailedScenario(scenario: scenario, failure: failure, shrunk: small.0, shrunkFailure: small.1))
    }
    return report
  }
}
