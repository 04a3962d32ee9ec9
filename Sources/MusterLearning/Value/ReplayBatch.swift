/// Remembered steps that one optimiser step learns from.
class ReplayBatch: ReplayColumns {
  func gather(_ replay: Replay, _ slot: Int, _ row: Int) {
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
