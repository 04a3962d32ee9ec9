import MusterCore
import MusterPolicy
import Testing

@testable import MusterLab

/// Few seeds, other than those that results are reported on, so that it stays quick.
@Suite("Shocks and drift") struct ShockTests {
  private func mean(
    _ spec: String, _ policy: String, _ metric: String, seeds: ClosedRange<UInt64>
  ) async throws -> Double {
    let comparison = Comparison(
      trace: try TraceCatalogue().open(spec), policies: [policy], seeds: Array(seeds))
    return try await comparison.run(workers: 2).row(policy: policy, metric: metric)?.mean ?? .nan
  }

  /// What another implementation of the published code found over 20 seeds: oracle .949/.492, LinUCB .847/.390.
  @Test func agreesWithAnotherImplementation() async throws {
    let spec = "shock:?kind=A_unavailable"
    let published =
      "feasible | beacon(3, similarity: 1, prior: 0, stability: 0, load: calls) | symphony(load: calls) | best"
    for (policy, before, after) in [("oracle", 94.9, 49.2), (published, 84.7, 39.0)] {
      #expect(abs(try await mean(spec, policy, "successBeforePct", seeds: 101...120) - before) < 1.5)
      #expect(abs(try await mean(spec, policy, "successAfterPct", seeds: 101...120) - after) < 1.5)
    }
  }

  @Test(arguments: [("A_unavailable", 44.0), ("A_degraded", 51.5)])
  func theSentinelFindsAnotherAgent(kind: String, after: Double) async throws {
    let spec = "shock:?kind=\(kind)"
    #expect(try await mean(spec, "sentinel", "successBeforePct", seeds: 101...110) > 90.5)
    #expect(try await mean(spec, "sentinel", "successAfterPct", seeds: 101...110) > after)
  }

  @Test func theSentinelLeavesAnAgentThatFell() async throws {
    #expect(try await mean("drift", "sentinel", "bestChoicePct", seeds: 101...105) > 95)
    #expect(try await mean("drift", "oracle", "bestChoicePct", seeds: 101...101) == 100)
  }

  @Test func theSameSeedGivesTheSameRun() throws {
    let trace = try TraceCatalogue().open("shock:?tasks=300&shock=200")
    for sentence in ["symphony-coord", "sentinel"] {
      let results = try (0..<2).map { _ in
        var result = try Comparison.run(
          try Sentence.parse(sentence), named: sentence, on: trace, seed: 5)
        result.wallClock = []
        return result
      }
      #expect(results[0].metrics.map { "\($0)" } == results[1].metrics.map { "\($0)" })
    }
  }

  @Test func theOracleKnowsItsLimits() async throws {
    var workload = Workload(world: EndlessWorld())
    workload.agents = [Agent(id: AgentID(1))]
    workload.arrivals = [Workload.Arrival(at: .zero, tasks: [Task(id: TaskID(1))])]
    #expect(throws: HindsightError.self) { try Hindsight.oracle.policy(for: workload) }
    let success = try await mean("generated?tasks=200", "oracle", "successPct", seeds: 1...1)
    #expect(success >= (try await mean("generated?tasks=200", "random", "successPct", seeds: 1...1)))
  }

  @Test(arguments: [
    ("shock:?kind=B", "key kind: found \"B\", expected one of A_unavailable, A_degraded"),
    ("shock:?hard=2", "key hard: found \"2\", expected a number from 0 to 1"),
    ("drift?hgh=1", "key hgh: found no such key (nearest: high)"),
  ])
  func refusesKeys(_ spec: String, _ message: String) {
    #expect(complaint(spec)?.hasPrefix("trace \(spec): \(message)") == true, "\(complaint(spec) ?? "")")
  }
}
