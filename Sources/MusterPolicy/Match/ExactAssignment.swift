import MusterCore
import MusterMath

/// `assignment(each)`: of all ways to place the batch under capacity one that places the most tasks and, of those, one
/// with the greatest sum of scores, by shortest augmenting paths (Jonker and Volgenant, 1987).
///
/// An agent with several free slots is as many columns, a pair out of question is forbidden, and there may be more
/// tasks than slots or fewer. Gangs are placed whole or not at all, see ``GangSearch``. What is the same as in the batch
/// before is not solved again, see ``WarmAssignment``. A batch has one score for all slots of an agent: with scores that
/// fall as an agent fills, `each: 1` takes them anew after every task that an agent gets. O(t^2 s) for t tasks and s
/// slots, at most 256 tasks together.
public struct ExactAssignment: BatchMatcher, BatchSolver {
  let each: Int
  private var warm = WarmAssignment()

  public var together: Int { 256 }

  /// - Parameter each: the most tasks that an agent gets before scores are taken anew, at least 1.
  public init(each: Int = .max) { self.each = each }

  public mutating func choose(
    for units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel,
    into choices: inout [Choice?]
  ) {
    let problem = BatchProblem(units, in: frame, from: &funnel, each: each)
    let costs = BatchCosts(problem, in: frame)
    taskKeys = problem.tasks.map { frame.tasks[$0].id.rawValue }
    let plan = GangSearch.best(problem, costs, &self)
    problem.write(plan, into: &choices)
  }

  private var taskKeys: [UInt64] = []

  mutating func solve(
    _ problem: borrowing BatchProblem, _ costs: borrowing BatchCosts, out: [Bool], must: [Bool]
  ) -> [Int]? {
    var agentOfColumn: [Int] = []
    var keys: [UInt64] = []
    for (agent, slots) in problem.slots.enumerated() {
      for slot in 0..<slots {
        agentOfColumn.append(agent)
        keys.append(UInt64(problem.agents[agent]) << 32 | UInt64(slot))
      }
    }
    let width = problem.agents.count
    let pairs = costs.pairs
    let waits = must.map { $0 ? Double.infinity : costs.wait }
    let columns = try? warm.solve(
      rows: taskKeys, columns: keys,
      costs: { row, column in out[row] ? .infinity : pairs[row * width + agentOfColumn[column]] },
      waits: waits)
    return columns?.map { $0 < 0 ? -1 : agentOfColumn[$0] }
  }
}

extension BatchProblem {
  /// Writes the agents that were chosen, as places in ``agents`` or -1, where the tasks stand in the frame.
  func write(_ plan: [Int], into choices: inout [Choice?]) {
    for (place, task) in tasks.enumerated() {
      choices[task] =
        plan[place] < 0
        ? nil : Choice(agent: Int(agents[plan[place]]), score: score(place, plan[place]), propensity: 1)
    }
  }
}

extension ExactAssignment {
  static let each = Parameter(
    "each", .integer(1...1_000_000), standard: .integer(1_000_000),
    meaning: "The most tasks that an agent gets before scores are taken anew.")

  static let word = Word.match(
    "assignment", [each],
    meaning: "The most tasks placed, and then the greatest sum of scores, for the whole batch.",
    source: "Jonker and Volgenant, 1987", make: { .matcher(ExactAssignment(each: $0.integer("each"))) })
}
