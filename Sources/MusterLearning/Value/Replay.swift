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
}
