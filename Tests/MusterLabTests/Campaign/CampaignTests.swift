import MusterCore
import MusterLab
import Testing

@Suite("Fault campaign")
struct CampaignTests {
  @Test("a few hundred seeds hold every check", arguments: 0..<8)
  func seeds(block: UInt64) async throws {
    let seeds = (0..<50).map { block * 50 + $0 + 1_000_000 }
    let report = try await Campaign(seeds: seeds).run(workers: 1)
    #expect(report.seeds == 50)
    #expect(report.steps > 50 * 20)
    for failure in report.failures {
      Issue.record("seed \(failure.scenario.seed): \(failure.failure); reproduce: \(failure.command)")
    }
  }

  /// The checks can fail: a recovery that loses one kind of fact must be noticed.
  @Test(
    "losing a fact at recovery is noticed",
    arguments: [
      "revoked", "attemptFailed", "started", "feedback", "ended", "agentLeft", "tenantSet", "renewed",
      "agentThrottled",
    ])
  func loss(kind: String) throws {
    var noticed = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      let run = try Campaign.run(Scenario.random(seed: seed)) { fact in
        "\(fact.event)".hasPrefix(kind) ? nil : fact
      }
      if run.failure != nil { noticed += 1 }
    }
    #expect(noticed > 0)
  }

  @Test("a changed charge is noticed")
  func charge() throws {
    var noticed = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      let run = try Campaign.run(Scenario.random(seed: seed)) { fact in
        guard case .ended(var ending) = fact.event, ending.charge > 0 else { return fact }
        ending.charge -= 1
        return Fact(at: fact.at, .ended(ending))
      }
      if run.failure != nil { noticed += 1 }
    }
    #expect(noticed > 0)
  }

  @Test("the same scenario runs the same way twice")
  func repeatable() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      func hashes() throws -> [UInt64] {
        let scenario = Scenario.random(seed: seed)
        var hashes = StateHashes()
        var simulation = Simulation(
          workload: scenario.workload(), policy: try Sentences.policy(scenario.policy), seed: seed,
          faults: scenario.faults)
        try simulation.run(&hashes)
        return hashes.hashes
      }
      #expect(try hashes() == hashes())
    }
  }

  @Test("shrinking keeps what fails and drops the rest")
  func shrink() {
    var scenario = Scenario.random(seed: 7)
    scenario.agents = 6
    scenario.tasks = 40
    scenario.features = [.gangs, .budgets, .priorities]
    scenario.faults = FaultPlan([
      Fault(.crash(agent: 2), at: Instant(seconds: 3), duration: 1_000_000_000),
      Fault(.duplicateReports(probability: 0.5), at: Instant(seconds: 5), duration: 1_000_000_000),
    ])
    let failure = Failure(step: 1, at: .zero, what: "made up")
    let (small, _) = Shrinker.shrink(scenario, failing: failure) { (candidate: Scenario) -> Failure? in
      let duplicates = candidate.faults.faults.contains {
        if case .duplicateReports = $0.kind { true } else { false }
      }
      return candidate.tasks >= 5 && duplicates && candidate.features.contains(.budgets) ? failure : nil
    }
    #expect(small.tasks == 5)
    #expect(small.agents == 1)
    #expect(small.faults.faults.count == 1)
    #expect(small.features == [.budgets])
  }

  @Test("a scenario's text reads back as the scenario")
  func text() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      let scenario = Scenario.random(seed: seed)
      #expect(try Scenario(parsing: scenario.text) == scenario)
    }
  }

  @Test(
    "a plan that cannot be read says why",
    arguments: [
      (
        "seed=x,agents=1,tasks=1,tenants=1,policy=p,with=",
        "plan: found seed=x, expected a whole number in 0...18446744073709551615"
      ),
      ("agents=1", "plan: found \"agents=1\", expected seed=..."),
      (
        "seed=1,agents=1,tasks=1,tenants=1,policy=p,with=magic",
        "plan: found with=magic, expected some of gangs, dependencies, deadlines, budgets, priorities, heartbeats, leases, devices, script, limits, throttles, floors, elsewhere, ballots, joined by +"
      ),
      (
        "seed=1,agents=1,tasks=1,tenants=1,policy=p,with=,faults=crash(agent: 3, at: 1, for: 1)",
        "plan: found a fault of agent 3, expected an agent below 1"
      ),
      (
        "seed=1,agents=1,tasks=1,tenants=1,policy=p,with=,faults=crsh(agent: 3, at: 1, for: 1)",
        "fault \"crsh(agent: 3, at: 1, for: 1)\": found \"crsh\", expected one of crash, slow, flaky, partition, late, duplicate, jump, departure"
      ),
      (
        "seed=1,agents=1,tasks=1,tenants=1,policy=p,with=,faults=late(probability: 2, delay: 1, at: 1, for: 1)",
        "fault \"late(probability: 2, delay: 1, at: 1, for: 1)\": found probability 2.0, expected a share in 0...1"
      ),
    ])
  func badPlan(text: String, message: String) {
    do {
      _ = try Scenario(parsing: text)
      Issue.record("no error")
    } catch {
      #expect("\(error)" == message)
    }
  }
}
