import MusterCore

/// A placement of a batch, and what it costs, kept up while single tasks move. O(resources) a move.
struct Placement: Sendable {
  /// For each task a place among the agents in question, or -1.
  private(set) var agents: [Int]
  private(set) var cost: Double
  private var loads: [Load]

  /// What the batch adds to an agent.
  private struct Load: Sendable {
    var resources = Resources.zero
    var milli = 0
    var tasks = 0

    mutating func add(_ demand: Demand) {
      resources += demand.resources
      milli += demand.devices.totalMilli
      tasks += 1
    }

    mutating func remove(_ demand: Demand) {
      resources -= demand.resources
      milli -= demand.devices.totalMilli
      tasks -= 1
    }
  }

  /// Nobody is placed.
  init(_ costs: borrowing PlacementCosts) {
    agents = Array(repeating: -1, count: costs.demands.count)
    loads = Array(repeating: Load(), count: costs.agents.count)
    cost = Double(costs.demands.count) * PlacementCosts.waiting
  }

  /// By how much the cost rises if the task moves.
  func rise(_ task: Int, to agent: Int, _ costs: borrowing PlacementCosts) -> Double {
    let from = agents[task]
    if from == agent { return 0 }
    var rise = costs.moving(task, to: agent) - costs.moving(task, to: from)
    if rise == .infinity { return rise }
    let demand = costs.demands[task]
    if from >= 0 {
      var less = loads[from]
      less.remove(demand)
      rise += Placement.overload(from, less, costs) - Placement.overload(from, loads[from], costs)
    }
    if agent >= 0 {
      var more = loads[agent]
      more.add(demand)
      rise += Placement.overload(agent, more, costs) - Placement.overload(agent, loads[agent], costs)
    }
    return rise
  }

  mutating func move(_ task: Int, to agent: Int, _ costs: borrowing PlacementCosts) {
    cost += rise(task, to: agent, costs)
    if agents[task] >= 0 { loads[agents[task]].remove(costs.demands[task]) }
    if agent >= 0 { loads[agent].add(costs.demands[task]) }
    agents[task] = agent
  }

  private static func overload(_ agent: Int, _ load: Load, _ costs: borrowing PlacementCosts) -> Double {
    costs.overload(agent, load.resources, milli: load.milli, tasks: load.tasks)
  }
}
