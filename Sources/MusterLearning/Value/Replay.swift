/// The last steps of single copies, the oldest overwritten first.
final class Replay {
  let shape: WorldShape
  let capacity: Int
  private(set) var count = 0
  private var next = 0

  let observations: FloatMemory
  let states: FloatMemory
  let nextObservations: FloatMemory
  let nextStates: FloatMemory
  let nextMasks: Column<UInt8>
  let actions: Column<Int32>
  /// Mean over agents.
  let rewards: FloatMemory
  let isLast: Column<Bool>

  init(_ shape: WorldShape, capacity: Int) {
    self.shape = shape
    self.capacity = capacity
    let width = shape.agents * shape.observationSize
    observations = FloatMemory(count: capacity * width)
    nextObservations = FloatMemory(count: capacity * width)
    states = FloatMemory(count: capacity * shape.stateSize)
    nextStates = FloatMemory(count: capacity * shape.stateSize)
    nextMasks = Column(count: capacity * shape.agents * shape.actions, of: 1)
    actions = Column(count: capacity * shape.agents, of: 0)
    rewards = FloatMemory(count: capacity)
    isLast = Column(count: capacity, of: false)
  }

  /// The slot to write the next step into.
  func claim() -> Int {
    defer {
      next = (next + 1) % capacity
      count = min(count + 1, capacity)
    }
    return next
  }

  /// Writes what a copy showed and what its agents did.
  func write(
    _ slot: Int, _ copy: Int, _ seen: FloatMemory, _ state: FloatMemory, _ chosen: Column<Int32>
  ) {
    let width = shape.agents * shape.observationSize
    (observations.base + slot * width).update(from: seen.base + copy * width, count: width)
    (states.base + slot * shape.stateSize).update(
      from: state.base + copy * shape.stateSize, count: shape.stateSize)
    (actions.base + slot * shape.agents).update(
      from: chosen.base + copy * shape.agents, count: shape.agents)
  }

  /// Writes what came of it: what the copy showed then, before any new episode, and what it paid.
  func writeNext(
    _ slot: Int, _ copy: Int, _ seen: FloatMemory, _ state: FloatMemory, _ masks: Column<UInt8>,
    _ paid: FloatMemory, _ ends: Column<EpisodeEnd>
  ) {
    let (width, flags) = (shape.agents * shape.observationSize, shape.agents * shape.actions)
    (nextObservations.base + slot * width).update(from: seen.base + copy * width, count: width)
    (nextStates.base + slot * shape.stateSize).update(
      from: state.base + copy * shape.stateSize, count: shape.stateSize)
    (nextMasks.base + slot * flags).update(from: masks.base + copy * flags, count: flags)
    var sum: Float = 0
    for agent in 0..<shape.agents { sum += paid.base[copy * shape.agents + agent] }
    rewards.base[slot] = sum / Float(shape.agents)
    isLast.base[slot] = ends.base[copy] == .terminated
  }
}
