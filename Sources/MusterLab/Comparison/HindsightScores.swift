import MusterCore
import MusterPolicy

/// Minus the rank of each candidate for the task: by its chance of it, then by its cost. O(n log n) a decision.
struct OracleScore: ListScorer {
  let world: any World

  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let expectations = rows.map { row in
      world.expectation(of: frame.tasks[task].question, on: frame.pool.agents[Int(row)], at: frame.now)
        ?? Expectation(success: 0)
    }
    for (index, rank) in expectations.ranks.enumerated() { scores[index] = -Float(rank) }
  }
}

/// Minus the rank of each agent, the same for all tasks. O(1) expected an agent.
struct FixedOrder: ListScorer {
  // Looked up only, never iterated.
  private var rankOf: [AgentID: Int] = [:]

  /// - Parameter sums: each agent's chances and costs, over the same tasks.
  init(best sums: [(agent: AgentID, sum: Expectation)]) {
    for (entry, rank) in zip(sums, sums.map(\.sum).ranks) { rankOf[entry.agent] = rank }
  }

  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count {
      scores[i] = -Float(rankOf[frame.pool.agents[Int(rows[i])].id] ?? rankOf.count)
    }
  }
}

extension [Expectation] {
  /// The place of each when the best chance comes first, then the lowest cost; equals share a place.
  fileprivate var ranks: [Int] {
    func precedes(_ a: Expectation, _ b: Expectation) -> Bool {
      a.success != b.success ? a.success > b.success : a.cost < b.cost
    }
    let order = indices.sorted { precedes(self[$0], self[$1]) || (self[$0] == self[$1] && $0 < $1) }
    var ranks = Array<Int>(repeating: 0, count: count)
    for (place, index) in order.enumerated() where place > 0 {
      let before = order[place - 1]
      ranks[index] = self[before] == self[index] ? ranks[before] : place
    }
    return ranks
  }
}
