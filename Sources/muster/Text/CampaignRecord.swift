import MusterLab

/// What a campaign found, as `muster simulate --json` writes it.
struct CampaignRecord: Encodable {
  struct FailureRecord: Encodable {
    let seed: UInt64
    let plan, failure, shrunkPlan, shrunkFailure, command: String
  }

  /// Differs from run to run.
  struct WallClock: Encodable {
    let wallS, requestsPerS: Double
  }

  let seeds, steps, requests, facts: Int
  let failures: [FailureRecord]
  let wallClock: WallClock

  init(_ findings: Findings, seconds: Double) {
    seeds = findings.seeds
    steps = findings.steps
    requests = findings.requests
    facts = findings.facts
    failures = findings.failures.map {
      FailureRecord(
        seed: $0.scenario.seed, plan: $0.scenario.text, failure: "\($0.failure)", shrunkPlan: $0.shrunk.text,
        shrunkFailure: "\($0.shrunkFailure)", command: $0.command)
    }
    wallClock = WallClock(wallS: seconds, requestsPerS: seconds > 0 ? Double(findings.requests) / seconds : 0)
  }
}
