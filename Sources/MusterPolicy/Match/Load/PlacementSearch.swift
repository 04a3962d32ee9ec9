import MusterCore
import MusterMath

/// Searches for a cheap placement of a batch, each bounded in steps, with draws from one source.
struct PlacementSearch {
  let costs: PlacementCosts
  let steps: Int
  var random: Random

  /// Every task in its order where it costs least (list scheduling). O(tasks * agents).
  func greedy() -> Placement {
    var placement = Placement(costs)
    for task in costs.demands.indices {
      var best = (agent: -1, rise: 0.0)
      for agent in costs.agents.indices {
        let rise = placement.rise(task, to: agent, costs)
        if rise < best.rise { best = (agent, rise) }
      }
      placement.move(task, to: best.agent, costs)
    }
    return placement
  }

  /// From a placement to the best of a few drawn moves, again and again, even where it is worse; a task that moved stays
  /// for a while, unless moving it gives the best placement so far (Glover, 1986). O(steps * 8).
  mutating func tabu(from start: Placement) -> Placement {
    var (now, best) = (start, start)
    var freeAgain = Array(repeating: 0, count: costs.demands.count)
    let tenure = 1 + costs.demands.count / 4
    for step in 0..<steps {
      var chosen: (task: Int, agent: Int, rise: Double)?
      for _ in 0..<8 {
        let (task, agent) = draw()
        if now.agents[task] == agent { continue }
        let rise = now.rise(task, to: agent, costs)
        let isFree = freeAgain[task] <= step || now.cost + rise < best.cost
        if isFree && rise < chosen?.rise ?? .infinity { chosen = (task, agent, rise) }
      }
      guard let chosen else { continue }
      now.move(chosen.task, to: chosen.agent, costs)
      freeAgain[chosen.task] = step + tenure
      if now.cost < best.cost { best = now }
    }
    return best
  }

  /// Drawn moves, taken if they are cheaper, or else with probability exp(-rise / temperature), while the temperature
  /// falls from 1 to .001 (Kirkpatrick, Gelatt and Vecchi, 1983). O(steps).
  mutating func annealing(from start: Placement) -> Placement {
    var (now, best) = (start, start)
    for step in 0..<steps {
      let (task, agent) = draw()
      let rise = now.rise(task, to: agent, costs)
      let temperature = Portable.exp(-Double(step) / Double(steps) * PlacementSearch.cooling)
      if rise > 0 && random.unit() >= Portable.exp(-rise / temperature) { continue }
      now.move(task, to: agent, costs)
      if now.cost < best.cost { best = now }
    }
    return best
  }

  /// ln 1000: how far the temperature falls.
  private static let cooling = 6.907_755_278_982_137

  /// Placements that cross and change: the better of two drawn ones is a parent, every task goes where it is with one
  /// parent or the other, one in ten children has a task moved, and a child takes the place of the worst if it is better
  /// (Holland, 1975). Seeded by what the other searches found, and so never worse than they (Sliwko, 2509.26120).
  /// O(steps * tasks / 10).
  mutating func genetic(from seeds: [Placement]) -> Placement {
    var people = seeds
    for _ in 0..<12 {
      var drawn = seeds[0]
      for task in costs.demands.indices { move(&drawn, task, to: random.below(costs.agents.count)) }
      people.append(drawn)
    }
    for _ in 0..<(steps / 10) {
      let (mother, father) = (parent(people), parent(people))
      var child = people[mother]
      for task in costs.demands.indices where random.bernoulli(0.5) {
        move(&child, task, to: people[father].agents[task])
      }
      if random.bernoulli(0.1) {
        let (task, agent) = draw()
        move(&child, task, to: agent)
      }
      let worst = people.indices.reduce(0) { people[$1].cost > people[$0].cost ? $1 : $0 }
      if child.cost < people[worst].cost { people[worst] = child }
    }
    return people[people.indices.reduce(0) { people[$1].cost < people[$0].cost ? $1 : $0 }]
  }

  /// A task, and an agent for it or, now and then, none.
  private mutating func draw() -> (task: Int, agent: Int) {
    (random.below(costs.demands.count), random.below(costs.agents.count + 1) - 1)
  }

  private func move(_ placement: inout Placement, _ task: Int, to agent: Int) {
    // A pair that is out of question stays undone.
    if costs.moving(task, to: agent) < .infinity { placement.move(task, to: agent, costs) }
  }

  private mutating func parent(_ people: [Placement]) -> Int {
    let (one, other) = (random.below(people.count), random.below(people.count))
    return people[one].cost <= people[other].cost ? one : other
  }
}
