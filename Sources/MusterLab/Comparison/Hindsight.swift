import MusterCore
import MusterPolicy

/// Rows that bound what policies can reach: they are told what each agent would do, which nobody knows who has
/// to decide. Only for worlds that know it: see ``World/expectation(of:on:at:)``.
public enum Hindsight: String, Sendable, CaseIterable {
  /// For every task the agent with the best chance of it at that time, the cheaper among equals.
  case oracle
  /// For all tasks the one agent with the best mean chance over them, the cheaper among equals; where it cannot
  /// take a task, or failed it before, the next best.
  case bestFixed = "best-fixed"

  /// One line for people.
  public var meaning: String {
    switch self {
    case .oracle: "For each task the agent most likely to do it, told beforehand."
    case .bestFixed: "The one agent that is best over all tasks, told beforehand."
    }
  }

  /// The policy for a workload. `best-fixed` asks the world about every task and agent once: O(tasks * agents).
  /// Throws where the world does not know what its agents would do.
  public func policy(for workload: Workload) throws(HindsightError) -> Pipeline {
    let scorer: any ListScorer
    switch self {
    case .oracle:
      for agent in workload.agents {
        guard let arrival = workload.arrivals.first, let task = arrival.tasks.first else { break }
        _ = try expectation(workload.world, task, agent, arrival.at)
      }
      scorer = OracleScore(world: workload.world)
    case .bestFixed: scorer = FixedOrder(best: try means(of: workload))
    }
    var funnel = Funnel()
    funnel.append(.pairScreen(Feasible()), name: "feasible")
    funnel.append(.listScorer(scorer), name: rawValue)
    return Pipeline(name: rawValue, funnel: funnel, matcher: Best(), matchWord: "best")
  }

  /// Each agent's sums over all tasks.
  private func means(of workload: Workload) throws(HindsightError) -> [(agent: AgentID, sum: Expectation)] {
    var sums = workload.agents.map { (agent: $0.id, sum: Expectation(success: 0)) }
    for arrival in workload.arrivals {
      for task in arrival.tasks {
        for (index, agent) in workload.agents.enumerated() {
          let one = try expectation(workload.world, task, agent, arrival.at)
          sums[index].sum.success += one.success
          sums[index].sum.cost += one.cost
        }
      }
    }
    return sums
  }

  private func expectation(_ world: any World, _ task: Task, _ agent: Agent, _ at: Instant)
    throws(HindsightError) -> Expectation
  {
    guard let known = world.expectation(of: task, on: agent, at: at) else {
      throw HindsightError(policy: rawValue, world: world.summary)
    }
    return known
  }
}

/// A row of hindsight was asked for where nobody knows what the agents would do.
public struct HindsightError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The row.
  public var policy: String
  /// What the trace's world models.
  public var world: String

  public var description: String {
    "policy \"\(policy)\": found a trace that does not know what each agent would do (\(world)), expected one "
      + "that does, such as outcomes: or routellm:; leave this row out"
  }
}
