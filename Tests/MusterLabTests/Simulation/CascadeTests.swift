import MusterCore
import MusterLab
import MusterPolicy
import Testing

/// Cascades over tables of outcomes. Figures without another source are counted by hand from the table.
@Suite struct CascadeTests {
  /// nano is right on 1, mini on 1 and 2, big on 1, 2 and 3; nobody on 4.
  private static let table = """
    agent,task,resolved,cost_usd,turns
    big one,t-1,1,1,1
    big one,t-2,1,1,1
    big one,t-3,1,1,1
    big one,t-4,0,1,1
    mini,t-1,1,0.1,1
    mini,t-2,1,0.1,1
    mini,t-3,0,0.1,1
    mini,t-4,0,0.1,1
    nano,t-1,1,0.01,1
    nano,t-2,0,0.01,1
    nano,t-3,0,0.01,1
    nano,t-4,0,0.01,1

    """

  private static func figures(_ trace: any Trace, _ policy: String, seed: UInt64 = 1) throws -> [Double] {
    let result = try Comparison.run(try Sentence.parse(policy), named: policy, on: trace, seed: seed)
    return ["solvedPct", "costPerTaskUSD", "successPct"].map { name in
      result.metrics.first { $0.name == name }?.value ?? .nan
    }
  }

  @Test func aFittedCascadeEscalates() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", Self.table)
    let trace = try TraceCatalogue().open("outcomes:\(path)?attempts=3")
    let found = try Self.figures(trace, "cascade(stages: \"nano > mini > big one\")")
    #expect(found[0] == 75)
    // nano on 4 tasks, mini on 3, big on 2.
    #expect((found[1] - (4 * 0.01 + 3 * 0.1 + 2) / 4).magnitude < 1e-12)
    let two = try TraceCatalogue().open("outcomes:\(path)?attempts=2")
    #expect(try Self.figures(two, "cascade(stages: \"nano > mini > big one\")")[0] == 50)
  }

  @Test func aCascadeIsFitted() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", Self.table)
    let workload = try TraceCatalogue().open("outcomes:\(path)").workload(seed: 1)
    let fit = try CascadeFit(to: workload, stages: 3, budget: 1)
    #expect(fit.isExact)
    #expect(fit.tasks == 4)
    #expect(fit.lines.map(\.stages) == [["nano"], ["nano", "mini"], ["nano", "mini", "big one"]])
    #expect(fit.lines.map(\.solvedPct) == [25, 50, 75])
    // The last: nano on 4 tasks, mini on 3, big on 2, 2.34 dollars in all; without mini it would be 3.04.
    #expect(fit.lines.map(\.costPerTaskUSD) == [0.01, (0.04 + 0.3) / 4, 0.585])
    #expect(fit.best?.sentence == "cascade(stages: \"nano > mini > big one\")")
    #expect(fit.text.hasSuffix("attempts=3  cascade(stages: \"nano > mini > big one\")\n"))
    #expect(try CascadeFit(to: workload, stages: 3, budget: 0.5).best?.stages == ["nano", "mini"])
    #expect(try CascadeFit(to: workload, stages: 3, budget: 0.001).best == nil)
    #expect(throws: HindsightError.self) {
      try CascadeFit(
        to: try TraceCatalogue().open("generated?tasks=10").workload(seed: 1), stages: 2, budget: 1)
    }
  }

  @Test func aVerifierThatErrsIsSeenApartFromTheTruth() throws {
    let scratch = try ScratchDirectory()
    let rows = (0..<2000).map { "a,t-\($0),\($0 % 2),1,1\n" }.joined()
    let path = try scratch.write("o.csv", "agent,task,resolved,cost_usd,turns\n" + rows)
    let trace = try TraceCatalogue().open("outcomes:\(path)?verifier-error=0.2")
    let world = try #require(try trace.workload(seed: 1).world as? OutcomeWorld)
    var wrong = (right: 0, wrong: 0)
    for task in 1...2000 as ClosedRange<UInt64> {
      let isRight = world.isRight(TaskID(task), on: AgentID(0)) == true
      guard world.accepts(TaskID(task), AgentID(0)) != isRight else { continue }
      if isRight { wrong.right += 1 } else { wrong.wrong += 1 }
    }
    // 1000 each at 0.2: 200, standard deviation 12.6; within four.
    #expect((150...250).contains(wrong.right))
    #expect((150...250).contains(wrong.wrong))
    let found = try Self.figures(trace, "random")
    #expect(found[0] == 50)
    #expect(found[2] == 100 * Double(1000 - wrong.right + wrong.wrong) / 2000)
    // The same whatever the seed.
    #expect(try Self.figures(trace, "random", seed: 2) == found)
  }

  @Test func halvesShareNothingAndLeaveNothingOut() throws {
    let scratch = try ScratchDirectory()
    let rows = (0..<51).map { "a,t-\($0),1,1,1\n" }.joined()
    let path = try scratch.write("o.csv", "agent,task,resolved,cost_usd,turns\n" + rows)
    func tasks(_ keys: String, seed: UInt64 = 1) throws -> Set<UInt64> {
      Set(try TraceCatalogue().open("outcomes:\(path)?\(keys)").workload(seed: seed).tasks.map(\.id.rawValue))
    }
    let first = try tasks("half=1")
    let second = try tasks("half=2")
    #expect(first.count == 26)
    #expect(first.isDisjoint(with: second))
    #expect(first.union(second) == Set(1...51))
    #expect(try tasks("half=1", seed: 9) == first)
    #expect(try tasks("half=1&split=2") != first)
  }

  /// The result of a fitted cascade is what the engine does with it, whatever the verifier.
  @Test(.needsRealData, arguments: ["0", "0.1"]) func theFitIsWhatComesOut(error: String) throws {
    let path = try RealData.path("swebench-agents/outcomes.csv")
    let spec = "outcomes:\(path)?half=1&verifier-error=\(error)"
    let fit = try CascadeFit(
      to: try TraceCatalogue().open(spec).workload(seed: 1), stages: 5, budget: 0.3)
    for line in [fit.lines[fit.lines.count / 2], try #require(fit.best)] {
      let trace = try TraceCatalogue().open("\(spec)&attempts=\(line.stages.count)")
      let found = try Self.figures(trace, line.sentence)
      #expect((found[0] - line.solvedPct).magnitude < 1e-9)
      #expect((found[1] - line.costPerTaskUSD).magnitude < 1e-9)
    }
  }

  /// Fitted on one half and tested on the other, both ways, five divisions: the published cascade solves 73.6 % at
  /// $.063 a task.
  @Test(.needsRealData) func aFittedCascadeHoldsOnTheOtherHalf() throws {
    let path = try RealData.path("swebench-agents/outcomes.csv")
    var solved = 0.0
    var cost = 0.0
    for split in 1...5 {
      for half in 1...2 {
        let fit = try CascadeFit(
          to: try TraceCatalogue().open("outcomes:\(path)?half=\(half)&split=\(split)").workload(seed: 1),
          stages: 8, budget: 0.063)
        let best = try #require(fit.best)
        let other = "outcomes:\(path)?half=\(3 - half)&split=\(split)&attempts=\(best.stages.count)"
        let found = try Self.figures(try TraceCatalogue().open(other), best.sentence)
        solved += found[0] / 10
        cost += found[1] / 10
      }
    }
    #expect(solved >= 73.6)
    #expect(cost <= 0.063)
  }

  /// One pass, 30 seeds, each agent's reward known only where it was asked.
  @Test(.needsRealData) func aSingleChoiceLearnsInOnePass() throws {
    let path = try RealData.path("swebench-agents/outcomes.csv")
    let trace = try TraceCatalogue().open("outcomes:\(path)")
    let mean =
      try (1...30).map { try Self.figures(trace, "knowledge-gradient", seed: $0)[0] }.reduce(0, +) / 30
    #expect(mean >= 70)
  }
}
