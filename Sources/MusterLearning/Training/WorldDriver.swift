import MusterMath

import MusterMath

/// A world with memory for what it shows and takes, stepped by one thread.
final class WorldDriver {
  private(set) var world: any VectorWorld
  let shape: WorldShape
  let copies: Int
  let observations: FloatMemory
  let states: FloatMemory
  /// All 1 where the world has no masks.
  let masks: Column<UInt8>
  let actions: Column<Int32>
  let rewards: FloatMemory
  let ends: Column<EpisodeEnd>
  /// Returns of the episodes that ended since this was last emptied, mean over agents.
  var finished: [Double] = []
  private var running: [Double]

  init(_ world: any VectorWorld) {
    self.world = world
    shape = WorldShape(world)
    copies = world.copies
    let rows = copies * shape.agents
    observations = FloatMemory(count: rows * shape.observationSize)
    states = FloatMemory(count: copies * shape.stateSize)
    masks = Column(count: rows * shape.actions, of: 1)
    actions = Column(count: rows, of: 0)
    rewards = FloatMemory(count: rows)
    ends = Column(count: copies, of: .running)
    running = Array(repeating: 0, count: copies)
    look()
  }

  /// Writes down what the world shows now.
  func look() {
    world.observe(into: observations.base)
    world.state(into: states.base)
    if shape.hasMasks { world.mask(into: masks.base) }
  }

  /// Steps by `actions`. Episodes that end are not begun anew.
  func step() {
    world.step(actions: actions.base, rewards: rewards.base, ends: ends.base)
    for copy in 0..<copies {
      running[copy] += Double(teamReward(copy))
      if ends.base[copy] == .running { continue }
      finished.append(running[copy])
      running[copy] = 0
    }
  }

  /// The mean over agents of what a copy paid.
  func teamReward(_ copy: Int) -> Float {
    var sum: Float = 0
    for agent in 0..<shape.agents { sum += rewards.base[copy * shape.agents + agent] }
    return sum / Float(shape.agents)
  }

  /// The world, and what the running episodes paid so far.
  func encode(into writer: inout ByteWriter) {
    world.encode(into: &writer)
    for sum in running { writer.double(sum) }
  }

  /// What `encode` wrote, and looks. Throws, and may leave the sums changed.
  func decode(from reader: inout ByteReader) throws {
    try world.decode(from: &reader)
    for copy in running.indices { running[copy] = try reader.double() }
    look()
  }

  /// Begins anew the episodes that ended, and looks.
  func resetEnded() {
    var isReset = false
    for copy in 0..<copies where ends.base[copy] != .running {
      world.reset(copy: copy)
      isReset = true
    }
    if isReset { look() }
  }
}
