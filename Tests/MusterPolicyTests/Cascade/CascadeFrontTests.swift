import MusterMath
import MusterPolicy
import Testing

/// Held against every sequence of agents there is.
@Suite("The front of cascades") struct CascadeFrontTests {
  private static func table(_ seed: UInt64, tasks: Int, agents: Int, error: Double) -> CascadeTable {
    var random = Random(seed: seed)
    let cells = (0..<tasks * agents).map { index in
      let isRight = random.bernoulli(0.2 + 0.6 * Double(index % agents) / Double(agents))
      return CascadeTable.Cell(
        isAccepted: isRight != random.bernoulli(error), isRight: isRight,
        cost: Int64(1 + random.below(10 * (1 + index % agents))))
    }
    return CascadeTable(cells: cells, agents: agents)
  }

  /// Every sequence of up to `stages` different agents.
  private static func sequences(_ agents: Int, _ stages: Int) -> [[Int]] {
    var all: [[Int]] = []
    func extend(_ sequence: [Int]) {
      if !sequence.isEmpty { all.append(sequence) }
      guard sequence.count < stages else { return }
      for agent in 0..<agents where !sequence.contains(agent) { extend(sequence + [agent]) }
    }
    extend([])
    return all
  }

  @Test("is the best of all sequences for every budget", arguments: [0, 0.05, 0.2, 0.5])
  func exhaustive(error: Double) {
    for seed in 0..<12 as Range<UInt64> {
      // More tasks than a word has bits.
      let table = Self.table(seed, tasks: 70, agents: 6, error: error)
      for stages in [1, 3, 6] {
        let results = Self.sequences(6, stages).map { table.result(of: $0) }
        let front = CascadeFront(of: table, stages: stages, ways: 720)
        #expect(front.isExact)
        for point in front.front.points {
          #expect(table.result(of: point.cascade) == point.result)
          #expect(
            !results.contains {
              $0.cost <= point.result.cost && $0.solved >= point.result.solved && $0 != point.result
            })
        }
        for budget in results.map(\.cost) {
          let best = results.filter { $0.cost <= budget }.map(\.solved).max()
          #expect(front.front.best(within: budget)?.result.solved == best)
        }
      }
    }
  }

  @Test("under a budget is the part of the whole that the budget allows") func budget() {
    let table = Self.table(3, tasks: 40, agents: 7, error: 0.1)
    let whole = CascadeFront(of: table, stages: 4)
    let budget = whole.front.points[whole.front.points.count / 2].result.cost
    let part = CascadeFront(of: table, stages: 4, budget: budget)
    #expect(part.front.points == whole.front.points.filter { $0.result.cost <= budget })
    #expect(CascadeFront(of: table, stages: 4, budget: 0).front.points.isEmpty)
    #expect(CascadeFront(of: table, stages: 4, budget: 0).front.best(within: 0) == nil)
  }

  @Test("says so where it could not look at everything") func narrow() {
    let table = Self.table(5, tasks: 40, agents: 8, error: 0)
    let exact = CascadeFront(of: table, stages: 4)
    let narrow = CascadeFront(of: table, stages: 4, widest: 10)
    #expect(exact.isExact)
    #expect(!narrow.isExact)
    #expect(!narrow.front.points.isEmpty)
    #expect(!CascadeFront(of: Self.table(5, tasks: 70, agents: 6, error: 0.5), stages: 6, ways: 1).isExact)
    for point in narrow.front.points {
      #expect(table.result(of: point.cascade) == point.result)
      #expect(point.result.solved <= exact.front.best(within: point.result.cost)?.result.solved ?? -1)
    }
  }

  @Test("of no tasks or one agent is nothing special") func small() {
    #expect(CascadeFront(of: CascadeTable(cells: [], agents: 3), stages: 2).front.points.count <= 1)
    let one = CascadeTable(
      cells: [CascadeTable.Cell(isAccepted: false, isRight: true, cost: 4)], agents: 1)
    let front = CascadeFront(of: one, stages: 8)
    #expect(front.front.points.map(\.cascade) == [[0]])
    // Its answer is right though the verifier rejects it, and there is no other.
    #expect(front.front.points.map(\.result) == [CascadeTable.Result(solved: 1, cost: 4)])
  }
}
