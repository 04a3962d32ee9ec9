/// Remembered steps that one optimiser step learns from.
class ReplayBatch {
  let shape: WorldShape
  let rows: Int
  let observations: FloatMemory
  let states: FloatMemory
  let nextObservations: FloatMemory
  let nextStates: FloatMemory
  let nextMasks: Column<UInt8>
  let actions: Column<Int32>
  let rewards: FloatMemory
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

  func gather(_ replay: Replay, _ slot: Int, _ row: Int) {
    let (width, flags) = (shape.agents * shape.observationSize, shape.agents * shape.actions)
    (observations.base + row * width).update(from: replay.observations.base + slot * width, count: width)
    (nextObservations.base + row * width).update(
      from: replay.nextObservations.base + slot * width, count: width)
    (states.base + row * shape.stateSize).update(
      from: replay.states.base + slot * shape.stateSize, count: shape.stateSize)
    (nextStates.base + row * shape.stateSize).update(
      from: replay.nextStates.base + slot * shape.stateSize, count: shape.stateSize)
    (nextMasks.base + row * flags).update(from: replay.nextMasks.base + slot * flags, count: flags)
    (actions.base + row * shape.agents).update(
      from: replay.actions.base + slot * shape.agents, count: shape.agents)
    rewards.base[row] = replay.rewards.base[slot]
    isLast.base[row] = replay.isLast.base[slot]
  }
}
