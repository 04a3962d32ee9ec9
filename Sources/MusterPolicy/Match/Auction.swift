import MusterCore
import MusterMath

/// `auction(each)`: what `assignment` looks for, by auction: tasks bid for slots, prices rise, and the least rise shrinks
/// from phase to phase (Bertsekas, 1988; epsilon scaling, 1991).
///
/// The matrix is filled up to a square with rows that want nothing, which scaling needs. The last rise is below one step
/// in n for n lines, so the result is as good as that of `assignment`; of equal results it may find another. O(n^2) a
/// round of bids, and as many rounds as the costs make of it: the auction is the rule that agents could hold among
/// themselves, not the fastest of the solvers. At most 128 tasks together.
public struct Auction: BatchMatcher, BatchSolver {
  let each: Int

  public var together: Int { 128 }

  /// - Parameter each: the most tasks that an agent gets before scores are taken anew, at least 1.
  public init(each: Int = .max) { self.each = each }

  public mutating func choose(
    for units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel,
    into choices: inout [Choice?]
  ) {
    let problem = BatchProblem(units, in: frame, from: &funnel, each: each)
    let costs = BatchCosts(problem, in: frame, tieBits: 0, bits: Auction.bits)
    problem.write(GangSearch.best(problem, costs, &self), into: &choices)
  }

  /// Scores count in a million steps of their spread: the prices have to climb them.
  private static let bits = 20

  mutating func solve(
    _ problem: borrowing BatchProblem, _ costs: borrowing BatchCosts, out: [Bool], must: [Bool]
  ) -> [Int]? {
    let tasks = problem.tasks.count
    let agentOfColumn = problem.slots.indices.flatMap { Array(repeating: $0, count: problem.slots[$0]) }
    let slots = agentOfColumn.count
    let width = slots + tasks
    var matrix = Array(repeating: 0.0, count: width * width)
    for task in 0..<tasks {
      for (column, agent) in agentOfColumn.enumerated() {
        matrix[task * width + column] =
          out[task] ? .infinity : costs.pairs[task * problem.agents.count + agent]
      }
      for column in slots..<width {
        matrix[task * width + column] = column == slots + task && !must[task] ? costs.wait : .infinity
      }
    }
    guard let found = try? AuctionAssignment(rows: width, columns: width, costs: matrix) else { return nil }
    return (0..<tasks).map { task in
      found.column(ofRow: task).map { $0 < slots ? agentOfColumn[$0] : -1 } ?? -1
    }
  }
}

extension Auction {
  static let word = Word.match(
    "auction", [ExactAssignment.each],
    meaning: "What assignment looks for, by bids of the tasks and rising prices.", source: "Bertsekas, 1988",
    make: { .matcher(Auction(each: $0.integer("each"))) })
}
