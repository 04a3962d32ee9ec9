import MusterLab

/// What runs under faults came to, of a whole campaign or of one plan.
struct Findings {
  /// A scenario that failed, and the smallest one found that fails too.
  struct Failed {
    let scenario: Scenario
    let failure: Failure
    let shrunk: Scenario
    let shrunkFailure: Failure

    /// What reproduces the smaller one.
    var command: String { "muster simulate --plan \(ShellWords.quoted(shrunk.text))" }
  }

  let seeds, steps, requests, facts: Int
  let failures: [Failed]

  init(_ report: Campaign.Report) {
    seeds = report.seeds
    steps = report.steps
    requests = report.requests
    facts = report.facts
    failures = report.failures.map {
      Failed(scenario: $0.scenario, failure: $0.failure, shrunk: $0.shrunk, shrunkFailure: $0.shrunkFailure)
    }
  }

  /// Runs one scenario.
  init(of scenario: Scenario, shrinks: Bool) throws {
    let run = try Campaign.run(scenario)
    seeds = 1
    steps = run.steps
    requests = run.requests
    facts = run.facts
    guard let failure = run.failure else {
      failures = []
      return
    }
    let small = shrinks ? try Shrinker.shrink(scenario, failing: failure) : (scenario, failure)
    failures = [Failed(scenario: scenario, failure: failure, shrunk: small.0, shrunkFailure: small.1)]
  }
}
