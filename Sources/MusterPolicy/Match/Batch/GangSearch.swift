import MusterCore

/// Solves a batch as if there were no gangs.
protocol BatchSolver: Sendable {
  /// - Parameters:
  ///   - out: tasks that get nothing.
  ///   - must: tasks that have to be placed.
  /// - Returns: for each task a place in `problem.agents`, or -1; nil where some task that must be placed cannot.
  mutating func solve(
    _ problem: borrowing BatchProblem, _ costs: borrowing BatchCosts, out: [Bool], must: [Bool]
  ) -> [Int]?
}

/// Branch and bound over gangs: whole or not at all.
///
/// A solution in which a gang is torn bounds what can be had; the search goes on with that gang whole, then with that
/// gang out (Land and Doig, 1960). After ``limit`` solutions the best so far stands, and if there is none, torn gangs
/// are left out until none is torn. Exact below the limit, as far as the solver is. O(limit) solutions.
enum GangSearch {
  static let limit = 64

  static func best<Solver: BatchSolver>(
    _ problem: borrowing BatchProblem, _ costs: borrowing BatchCosts, _ solver: inout Solver
  ) -> [Int] {
    let count = problem.tasks.count
    let nothing = Array(repeating: false, count: count)
    var best: (plan: [Int], cost: Double)?
    var open: [(out: [Bool], must: [Bool])] = [(nothing, nothing)]
    var solved = 0
    while solved < limit, let (out, must) = open.popLast() {
      solved += 1
      guard let plan = solver.solve(problem, costs, out: out, must: must) else { continue }
      let cost = worth(of: plan, problem, costs)
      if let best, cost >= best.cost { continue }
      guard let torn = problem.gangs.first(where: { isTorn($0, in: plan) }) else {
        best = (plan, cost)
        continue
      }
      open.append((marking(torn, in: out), must))
      open.append((out, marking(torn, in: must)))
    }
    return best?.plan ?? withoutTorn(problem, costs, &solver)
  }

  private static func withoutTorn<Solver: BatchSolver>(
    _ problem: borrowing BatchProblem, _ costs: borrowing BatchCosts, _ solver: inout Solver
  ) -> [Int] {
    let nothing = Array(repeating: false, count: problem.tasks.count)
    var out = nothing
    while true {
      guard let plan = solver.solve(problem, costs, out: out, must: nothing) else {
        return Array(repeating: -1, count: problem.tasks.count)
      }
      let torn = problem.gangs.filter { isTorn($0, in: plan) }
      if torn.isEmpty { return plan }
      for gang in torn { out = marking(gang, in: out) }
    }
  }

  private static func isTorn(_ gang: Range<Int>, in plan: [Int]) -> Bool {
    let placed = gang.count { plan[$0] >= 0 }
    return placed > 0 && placed < gang.count
  }

  private static func marking(_ gang: Range<Int>, in marks: [Bool]) -> [Bool] {
    var marks = marks
    for task in gang { marks[task] = true }
    return marks
  }

  private static func worth(
    of plan: [Int], _ problem: borrowing BatchProblem, _ costs: borrowing BatchCosts
  ) -> Double {
    var sum = 0.0
    for (task, agent) in plan.enumerated() {
      sum += agent < 0 ? costs.wait : costs.pairs[task * problem.agents.count + agent]
    }
    return sum
  }
}
