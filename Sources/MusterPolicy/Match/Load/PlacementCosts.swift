import MusterCore
import MusterMath

/// What a placement of a whole batch costs: overload of agents, being moved away from where a task would be by itself,
/// and waiting.
///
/// A task's home is its best candidate by score, whoever else wants to be there. Elsewhere it costs the part of the
/// scores' spread that it loses, and the traffic of moving its footprint (Sliwko, 2509.22704). An agent costs what its
/// most taken resource is beyond the limit, and ten times what it is beyond the whole.
struct PlacementCosts: Sendable {
  /// By task, then agent of the problem; infinite where the pair is out of question.
  private var moving: [Double] = []
  let demands: [Demand]
  /// Rows of the pool.
  let agents: [Int32]
  private let pool: Pool
  private let weightOfOverload: Double
  private let limit: Double

  /// What a task costs that waits: more than being moved, less than an agent that has too much.
  static let waiting = 4.0
  /// A gigabyte that is moved costs as much as the whole spread of scores.
  private static let unitMiB = 1024.0
  /// MiB a second and pre-copy rounds, as `Preemption` has them.
  private static let preemption = Preemption()

  init(_ problem: borrowing BatchProblem, in frame: borrowing Frame, weight: Double, limit: Double) {
    demands = problem.tasks.map { frame.tasks[$0].demand }
    (agents, pool) = (problem.agents, frame.pool)
    (weightOfOverload, self.limit) = (weight, limit)
    var (least, most) = (Double.infinity, -Double.infinity)
    for score in problem.scores where score > -.infinity {
      least = min(least, Double(score))
      most = max(most, Double(score))
    }
    let spread = most > least ? most - least : 1
    for (place, task) in problem.tasks.enumerated() {
      var best = -Double.infinity
      for agent in agents.indices { best = max(best, Double(problem.score(place, agent))) }
      let traffic = MigrationCost.preCopy(
        frame.tasks[task].footprint, bandwidth: PlacementCosts.preemption.bandwidth,
        rounds: PlacementCosts.preemption.rounds
      ).trafficMiB
      for agent in agents.indices {
        let score = Double(problem.score(place, agent))
        let carried = score < best ? traffic / PlacementCosts.unitMiB : 0
        moving.append(score > -.infinity ? (best - score) / spread + carried : .infinity)
      }
    }
  }

  /// What a task costs on an agent, or waiting at -1, besides what it adds to the agent's load.
  func moving(_ task: Int, to agent: Int) -> Double {
    agent < 0 ? PlacementCosts.waiting : moving[task * agents.count + agent]
  }

  /// What an agent costs that has so much more than it has now.
  func overload(_ agent: Int, _ more: Resources, milli: Int, tasks: Int) -> Double {
    let share = AgentShares(of: Int(agents[agent]), adding: more, milli: milli, tasks: tasks, in: pool).most
    return weightOfOverload * (max(share - limit, 0) + 10 * max(share - 1, 0))
  }
}
