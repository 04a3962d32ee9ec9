/// A world whose task falls into subgoals: what an agent can aim at, and whether it has got there.
public protocol SubgoalWorld: VectorWorld {
  /// Subgoals that an agent chooses from.
  var goals: Int { get }
  /// Writes copies * agents * goals flags: 1 for a subgoal that can be aimed at now. In a tree of tasks those whose
  /// conditions are met.
  func feasibleGoals(into target: UnsafeMutablePointer<UInt8>)
  /// Writes copies * agents * goals flags: 1 for a subgoal that is reached now.
  func reachedGoals(into target: UnsafeMutablePointer<UInt8>)
}

/// What agents aim at, and when they may aim at something else: when they are there, when they cannot get there any
/// more, and at the beginning of an episode.
struct SubgoalState: Sendable {
  let agents: Int
  let goals: Int
  /// For each agent of each copy; -1 for nothing.
  private(set) var aims: [Int32]
  private let feasible: Column<UInt8>
  private let reached: Column<UInt8>

  init(_ world: any SubgoalWorld) {
    agents = world.agents
    goals = world.goals
    let rows = world.copies * world.agents
    aims = Array(repeating: -1, count: rows)
    feasible = Column(count: rows * goals, of: 0)
    reached = Column(count: rows * goals, of: 0)
  }

  /// The subgoals that each agent may choose now: its own alone while it is on its way.
  func mask(_ world: any SubgoalWorld, into target: UnsafeMutablePointer<UInt8>) {
    world.feasibleGoals(into: target)
    for row in aims.indices where aims[row] >= 0 {
      let flags = target + row * goals
      if flags[Int(aims[row])] == 0 { continue }
      flags.update(repeating: 0, count: goals)
      flags[Int(aims[row])] = 1
    }
  }

  /// Takes one subgoal for each agent.
  mutating func aim(_ chosen: UnsafePointer<Int32>) {
    for row in aims.indices { aims[row] = chosen[row] }
  }

  /// Looks who is there, after a step: calls `arrived` with the row of each that is. Who is there, or cannot get there,
  /// aims at nothing.
  mutating func settle(_ world: any SubgoalWorld, _ arrived: (Int) -> Void) {
    world.feasibleGoals(into: feasible.base)
    world.reachedGoals(into: reached.base)
    for row in aims.indices where aims[row] >= 0 {
      let at = row * goals + Int(aims[row])
      if reached.base[at] != 0 { arrived(row) }
      if reached.base[at] != 0 || feasible.base[at] == 0 { aims[row] = -1 }
    }
  }

  mutating func reset(copy: Int) {
    for row in (copy * agents)..<((copy + 1) * agents) { aims[row] = -1 }
  }
}
