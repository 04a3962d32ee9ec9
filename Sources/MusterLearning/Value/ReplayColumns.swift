/// Steps of single copies as columns: what was shown, what was done, what it paid and what was shown then.
class ReplayColumns {
  let shape: WorldShape
  /// How many steps there is room for.
  let rows: Int
  let observations: FloatMemory
  let states: FloatMemory
  let nextObservations: FloatMemory
  let nextStates: FloatMemory
  let nextMasks: Column<UInt8>
  let actions: Column<Int32>
  /// Mean over agents.
  let rewards: FloatMemory
  /// Whether nothing comes after the step.
  let isLast: Column<Bool>

  init(_ shape: WorldShape, rows: Int) {
    self.shape = shape
    self.rows = rows
    let agents = rows * shape.agents
    observations = FloatMemory(count: agents * shape.observationSize)
    nextObservations = FloatMemory(count: agents * shape.observationSize)
    states = FloatMemory(count: rows * shape.stateSize)
    nextStates = FloatMemory(count: rows * shape.stateSize)
    nextMasks = Column(count: agents * shape.actions, of: 1)
    actions = Column(count: agents, of: 0)
    rewards = FloatMemory(count: rows)
    isLast = Column(count: rows, of: false)
  }

  /// Bytes of a row.
  static func bytes(_ shape: WorldShape) -> Int {
    let (floats, agents) = (2 * (shape.agents * shape.observationSize + shape.stateSize) + 1, shape.agents)
    return 4 * (floats + agents) + agents * shape.actions + 1
  }

  /// Numbers that a copy shows to all its agents.
  var width: Int { shape.agents * shape.observationSize }
  /// Flags of the actions of all agents of a copy.
  var flags: Int { shape.agents * shape.actions }
}
