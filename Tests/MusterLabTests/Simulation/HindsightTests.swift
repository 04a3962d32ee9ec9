import MusterCore
import MusterLab
import MusterPolicy
import Testing

/// The expected figures are counted by hand from the table.
@Suite struct HindsightTests {
  /// `even` is right on 3 of 4 at 2 dollars, `cheap` on 3 of 4 at 1 dollar, `odd` on what `cheap` is not.
  private static let table = """
    agent,task,resolved,cost_usd,turns
    even,t-1,1,2,1
    even,t-2,1,2,1
    even,t-3,1,2,1
    even,t-4,0,2,1
    cheap,t-1,1,1,1
    cheap,t-2,1,1,1
    cheap,t-3,0,1,1
    cheap,t-4,1,1,1
    odd,t-1,1,0.5,1
    odd,t-2,0,0.5,1
    odd,t-3,0,0.5,1
    odd,t-4,0,0.5,1

    """

  private func figures(_ policy: String, _ keys: String = "") async throws -> [Double] {
    let scratch = try ScratchDirectory()
    let trace = try TraceCatalogue().open("outcomes:\(scratch.write("o.csv", Self.table))\(keys)")
    let result = try await Comparison(trace: trace, policies: [policy], seeds: [3]).run(workers: 1)
    return ["successPct", "costPerTaskUSD"].map { name in
      result.results[0].metrics.first { $0.name == name }?.value ?? .nan
    }
  }

  @Test func bestFixedTakesTheCheaperOfTheBest() async throws {
    #expect(try await figures("best-fixed") == [75, 1])
  }

  @Test func oracleTakesTheCheapestThatIsRight() async throws {
    // odd on 1, cheap on 2 and 4, even on 3.
    #expect(try await figures("oracle") == [100, (0.5 + 1 + 2 + 1) / 4])
  }

  @Test func bestFixedGoesOnWithTheNextBest() async throws {
    // cheap fails task 3, even takes it up.
    #expect(try await figures("best-fixed", "?attempts=2") == [100, (1 + 1 + 3 + 1) / 4])
  }

  @Test func aTraceThatKnowsNothingIsRefused() async throws {
    await #expect(throws: HindsightError.self) {
      try await Comparison(trace: Mute(), policies: ["oracle"], seeds: [1]).run(workers: 1)
    }
  }

  /// A trace whose world tells nobody what agents would do.
  private struct Mute: Trace {
    let spec = "mute"
    let summary = "one task that never ends"

    func workload(seed: UInt64) -> Workload {
      var workload = Workload(world: EndlessWorld())
      workload.agents = [Agent(id: AgentID(1))]
      workload.arrivals = [Workload.Arrival(at: .zero, tasks: [Task(id: TaskID(1))])]
      return workload
    }
  }
}
