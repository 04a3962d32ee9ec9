import MusterMath

/// A world of subgoals as those see it who are to reach them: an agent sees what it saw before and which subgoal it aims
/// at, and is paid 1 for being there and loses 0.02 a step. What to aim at is chosen by `planner` or, as often as
/// `explore` says, at random.
struct LowLevelWorld: VectorWorld {
  var copies: Int { world.copies }
  var agents: Int { world.agents }
  var actions: Int { world.actions }
  var observationSize: Int { world.observationSize + world.goals }
  var stateSize: Int { world.stateSize + agents * world.goals }
  var hasMasks: Bool { world.hasMasks }

  private var world: any SubgoalWorld
  private var state: SubgoalState
  private let planner: BorrowedActor
  private let explore: Double
  private var random: Random
  private let seen: FloatMemory
  private let flags: Column<UInt8>
  private let chosen: Column<Int32>

  init(_ world: any SubgoalWorld, _ planner: BorrowedActor, explore: Double, seed: UInt64) {
    self.world = world
    self.planner = planner
    self.explore = explore
    state = SubgoalState(world)
    random = Random(seed: seed, stream: 8)
    let rows = world.copies * world.agents
    seen = FloatMemory(count: rows * world.observationSize)
    flags = Column(count: rows * world.goals, of: 0)
    chosen = Column(count: rows, of: 0)
    plan()
  }

  /// Gives everybody something to aim at; who is on its way keeps it.
  private mutating func plan() {
    world.observe(into: seen.base)
    state.mask(world, into: flags.base)
    planner.act(seen.base, mask: flags.base, into: chosen.base)
    for row in 0..<(copies * agents) where state.aims[row] < 0 && random.bernoulli(explore) {
      let possible = (0..<world.goals).filter { flags.base[row * world.goals + $0] != 0 }
      if !possible.isEmpty { chosen.base[row] = Int32(possible[random.below(possible.count)]) }
    }
    state.aim(chosen.base)
  }

  mutating func reset(copy: Int) {
    world.reset(copy: copy)
    state.reset(copy: copy)
    plan()
  }

  func observe(into target: UnsafeMutablePointer<Float>) {
    world.observe(into: seen.base)
    Self.join(seen.base, world.observationSize, state.aims, world.goals, into: target)
  }

  /// Observations with the flag of each agent's subgoal behind.
  static func join(
    _ seen: UnsafePointer<Float>, _ width: Int, _ aims: [Int32], _ goals: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    for row in aims.indices {
      let own = target + row * (width + goals)
      own.update(from: seen + row * width, count: width)
      (own + width).update(repeating: 0, count: goals)
      if aims[row] >= 0 { own[width + Int(aims[row])] = 1 }
    }
  }

  func state(into target: UnsafeMutablePointer<Float>) {
    let states = FloatMemory(count: copies * world.stateSize)
    world.state(into: states.base)
    for copy in 0..<copies {
      let own = target + copy * stateSize
      own.update(from: states.base + copy * world.stateSize, count: world.stateSize)
      (own + world.stateSize).update(repeating: 0, count: agents * world.goals)
      for agent in 0..<agents where state.aims[copy * agents + agent] >= 0 {
        own[world.stateSize + agent * world.goals + Int(state.aims[copy * agents + agent])] = 1
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
    state.settle(world) { rewards[$0] = 1 }
    plan()
  }

  func encode(into writer: inout ByteWriter) { world.encode(into: &writer) }
  mutating func decode(from reader: inout ByteReader) throws { try world.decode(from: &reader) }
}
