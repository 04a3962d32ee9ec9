import MusterMath
import MusterPolicy
import Testing

/// Held against every order with every combination of thresholds.
@Suite("A cascade by a scorer") struct ScorerCascadeTests {
  private static func table(_ seed: UInt64, tasks: Int, agents: Int) -> ScorerCascade.Table {
    var random = Random(seed: seed)
    let cells = (0..<tasks * agents).map { index in
      let isRight = random.bernoulli(0.3 + 0.2 * Double(index % agents))
      // The scorer tells right from wrong, roughly, in steps, so that ties occur.
      let score = (4 * (random.unit() + (isRight ? 0.5 : 0))).rounded() / 4
      return ScorerCascade.Table.Cell(
        score: score, isRight: isRight, cost: Int64(1 + random.below(5) + 20 * (index % agents)))
    }
    return ScorerCascade.Table(cells: cells, agents: agents)
  }

  /// What the stages bring, task by task.
  private static func result(of stages: [ScorerCascade.Stage], on table: ScorerCascade.Table)
    -> CascadeTable.Result
  {
    var result = CascadeTable.Result(solved: 0, cost: 0)
    for task in 0..<table.tasks {
      for (index, stage) in stages.enumerated() {
        let cell = table[task, stage.agent]
        result.cost += cell.cost
        if index == stages.count - 1 || cell.score >= stage.threshold {
          result.solved += cell.isRight ? 1 : 0
          break
        }
      }
    }
    return result
  }

  private static func all(_ table: ScorerCascade.Table, stages: Int) -> [[ScorerCascade.Stage]] {
    var found: [[ScorerCascade.Stage]] = []
    func extend(_ stages: [ScorerCascade.Stage], _ left: Int) {
      for agent in 0..<table.agents where !stages.contains(where: { $0.agent == agent }) {
        found.append(stages + [ScorerCascade.Stage(agent: agent, threshold: -.infinity)])
        guard left > 1 else { continue }
        for threshold in Set((0..<table.tasks).map { table[$0, agent].score }).sorted() {
          extend(stages + [ScorerCascade.Stage(agent: agent, threshold: threshold)], left - 1)
        }
      }
    }
    extend([], stages)
    return found
  }

  @Test("is fitted as well as any", arguments: 0..<10 as Range<UInt64>) func exhaustive(seed: UInt64) throws {
    let table = Self.table(seed, tasks: 12, agents: 3)
    let results = Self.all(table, stages: 3).map { Self.result(of: $0, on: table) }
    for budget in [100, 250, 400, 1000] as [Int64] {
      let within = results.filter { $0.cost <= budget }
      let best = within.max { $0.solved != $1.solved ? $0.solved < $1.solved : $0.cost > $1.cost }
      let fitted = ScorerCascade(fitting: table, stages: 3, budget: budget, levels: 100)
      #expect(fitted?.result == best)
      if let fitted { #expect(Self.result(of: fitted.stages, on: table) == fitted.result) }
    }
  }

  @Test("looks at fewer thresholds where it is told to") func levels() throws {
    let table = Self.table(7, tasks: 60, agents: 3)
    let coarse = try #require(ScorerCascade(fitting: table, stages: 3, budget: 2000, levels: 2))
    let fine = try #require(ScorerCascade(fitting: table, stages: 3, budget: 2000, levels: 8))
    #expect(coarse.result.solved <= fine.result.solved)
    #expect(fine.stages.last?.threshold == -.infinity)
  }
}
