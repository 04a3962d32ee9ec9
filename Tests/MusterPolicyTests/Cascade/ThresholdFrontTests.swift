import MusterMath
import MusterPolicy
import Testing

/// Held against every order with every combination of thresholds.
@Suite("The front of cascades by thresholds") struct ThresholdFrontTests {
  private static func table(_ seed: UInt64, tasks: Int, agents: Int) -> CascadeTable {
    var random = Random(seed: seed)
    let cells = (0..<tasks * agents).map { index in
      let isRight = random.bernoulli(0.3 + 0.2 * Double(index % agents))
      // The scorer tells right from wrong, roughly, in steps, so that ties occur.
      let score = (4 * (random.unit() + (isRight ? 0.5 : 0))).rounded() / 4
      return CascadeTable.Cell(
        confidence: score, isRight: isRight, cost: Int64(1 + random.below(5) + 20 * (index % agents)))
    }
    return CascadeTable(cells: cells, agents: agents)
  }

  /// What the stages bring, task by task.
  private static func result(of stages: [CascadeTable.Stage], on table: CascadeTable)
    -> CascadeTable.Result
  {
    var result = CascadeTable.Result(solved: 0, cost: 0)
    for task in 0..<table.tasks {
      for (index, stage) in stages.enumerated() {
        let cell = table[task, stage.agent]
        result.cost += cell.cost
        if index == stages.count - 1 || cell.confidence >= stage.threshold {
          result.solved += cell.isRight ? 1 : 0
          break
        }
      }
    }
    return result
  }

  private static func all(_ table: CascadeTable, stages: Int) -> [[CascadeTable.Stage]] {
    var found: [[CascadeTable.Stage]] = []
    func extend(_ stages: [CascadeTable.Stage], _ left: Int) {
      for agent in 0..<table.agents where !stages.contains(where: { $0.agent == agent }) {
        found.append(stages + [CascadeTable.Stage(agent: agent, threshold: -.infinity)])
        guard left > 1 else { continue }
        for threshold in Set((0..<table.tasks).map { table[$0, agent].confidence }).sorted() {
          extend(stages + [CascadeTable.Stage(agent: agent, threshold: threshold)], left - 1)
        }
      }
    }
    extend([], stages)
    return found
  }

  @Test("is the best of all for every budget", arguments: 0..<10 as Range<UInt64>)
  func exhaustive(seed: UInt64) {
    let table = Self.table(seed, tasks: 12, agents: 3)
    let results = Self.all(table, stages: 3).map { Self.result(of: $0, on: table) }
    let front = ThresholdFront(of: table, stages: 3, levels: 100).front
    for budget in results.map(\.cost) {
      let within = results.filter { $0.cost <= budget }
      let best = within.max { $0.solved != $1.solved ? $0.solved < $1.solved : $0.cost > $1.cost }
      #expect(front.best(within: budget)?.result == best)
      let bounded = ThresholdFront(of: table, stages: 3, budget: budget, levels: 100).front
      #expect(bounded.points.last?.result == best)
    }
    for point in front.points {
      #expect(Self.result(of: point.cascade, on: table) == point.result)
      #expect(table.result(of: point.cascade) == point.result)
    }
  }

  @Test("looks at fewer thresholds where it is told to") func levels() throws {
    let table = Self.table(7, tasks: 60, agents: 3)
    let coarse = try #require(ThresholdFront(of: table, stages: 3, budget: 2000, levels: 2).front.points.last)
    let fine = try #require(ThresholdFront(of: table, stages: 3, budget: 2000, levels: 8).front.points.last)
    #expect(coarse.result.solved <= fine.result.solved)
    #expect(fine.cascade.last?.threshold == -.infinity)
  }

  /// A verifier that says yes or no has two confidences, and then thresholds are its verdicts.
  @Test("is that of plain cascades where the verifier says yes or no", arguments: 0..<10 as Range<UInt64>)
  func verdicts(seed: UInt64) {
    let graded = Self.table(seed, tasks: 30, agents: 4)
    let cells = (0..<30).flatMap { task in
      (0..<4).map { agent in
        let cell = graded[task, agent]
        return CascadeTable.Cell(isAccepted: cell.confidence >= 0.75, isRight: cell.isRight, cost: cell.cost)
      }
    }
    let table = CascadeTable(cells: cells, agents: 4)
    let plain = CascadeFront(of: table, stages: 3, ways: 1000).front
    let front = ThresholdFront(of: table, stages: 3).front
    #expect(front.points.map(\.result) == plain.points.map(\.result))
    for point in front.points {
      #expect(table.result(of: point.cascade.map(\.agent)) == point.result)
    }
  }
}
