import MusterMath

/// A world as those see it who are to reach subgoals: an agent sees what it saw before and which subgoal it aims at, and
/// is paid 1 for being there and loses 0.02 a step. What to aim at is chosen by `planner` or, as often as `explore`
/// says, at random.
struct LowLevelWorld: VectorWorld {
  var copies: Int { world.copies }
  var agents: Int { world.agents }
  var actions: Int { world.actions }
  var observationSize: Int { world.observationSize + goals }
  var stateSize: Int { world.stateSize + agents * goals }
  var hasMasks: Bool { world.hasMasks }

  private var world: any VectorWorld
  private var state: SubgoalState
  private let planner: BorrowedActor
  private let explore: Double
  private var random: Random
  private let seen: FloatMemory
  private let states: FloatMemory
  private let flags: Column<UInt8>
  private let chosen: Column<Int32>
  private var goals: Int { state.subgoals.count }

  init(
    _ world: any VectorWorld, _ subgoals: any Subgoals, _ planner: BorrowedActor, explore: Double,
    seed: UInt64
  ) {
    self.world = world
    self.planner = planner
    self.explore = explore
    let rows = world.copies * world.agents
    state = SubgoalState(subgoals, rows: rows, observationSize: world.observationSize)
    random = Random(seed: seed, stream: 8)
    seen = FloatMemory(count: rows * world.observationSize)
    states = FloatMemory(count: world.copies * world.stateSize)
    flags = Column(count: rows * subgoals.count, of: 0)
    chosen = Column(count: rows, of: 0)
    plan()
  }

  /// Gives everybody something to aim at; who is on its way keeps it.
  private mutating func plan() {
    world.observe(into: seen.base)
    state.mask(seen.base, into: flags.base)
    planner.act(seen.base, mask: flags.base, into: chosen.base)
    for row in 0..<(copies * agents) where state.aims[row] < 0 && random.bernoulli(explore) {
      let possible = (0..<goals).filter { flags.base[row * goals + $0] != 0 }
      if !possible.isEmpty { chosen.base[row] = Int32(possible[random.below(possible.count)]) }
    }
    state.aim(chosen.base)
  }

  mutating func reset(copy: Int) {
    world.reset(copy: copy)
    state.reset((copy * agents)..<((copy + 1) * agents))
    plan()
  }

  func observe(into target: UnsafeMutablePointer<Float>) {
    world.observe(into: seen.base)
    state.join(seen.base, into: target)
  }

  func state(into target: UnsafeMutablePointer<Float>) {
    world.state(into: states.base)
    for copy in 0..<copies {
      let own = target + copy * stateSize
      own.update(from: states.base + copy * world.stateSize, count: world.stateSize)
      (own + world.stateSize).update(repeating: 0, count: agents * goals)
      for agent in 0..<agents where state.aims[copy * agents + agent] >= 0 {
        own[world.stateSize + agent * goals + Int(state.aims[copy * agents + agent])] = 1
      }
    }
  }

  func mask(into target: UnsafeMutablePointer<UInt8>) { world.mask(into: target) }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    world.step(actions: actions, rewards: rewards, ends: ends)
    for row in 0..<(copies * agents) { rewards[row] = -0.02 }
    world.observe(into: seen.base)
    state.settle(seen.base) { rewards[$0] = 1 }
    plan()
  }

  func encode(into writer: inout ByteWriter) {
    world.encode(into: &writer)
    state.encode(into: &writer)
    random.encode(into: &writer)
  }

  mutating func decode(from reader: inout ByteReader) throws {
    var read = self
    try read.world.decode(from: &reader)
    try read.state.decode(from: &reader)
    read.random = try Random(from: &reader)
    self = read
  }
}
