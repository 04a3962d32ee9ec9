/// Chooses subgoals and walks to them, nothing left to chance.
final class GMAHActor: TeamActor {
  /// How long an agent aims at a subgoal.
  enum Memory: Sendable {
    /// Until it is reached or cannot be, from call to call: for one run of episodes, from their beginning.
    case untilReached
    /// For one call: where those who ask may be another's each time.
    case none
  }

  private let planner: any TeamActor
  private let walker: any TeamActor
  private let memory: Memory
  private var state: SubgoalState
  private let flags: Column<UInt8>
  private let chosen: Column<Int32>
  private let joined: FloatMemory

  /// For so many rows of agents, of all copies.
  init(
    _ planner: any TeamActor, _ walker: any TeamActor, _ subgoals: any Subgoals, rows: Int,
    observationSize: Int, _ memory: Memory
  ) {
    (self.planner, self.walker, self.memory) = (planner, walker, memory)
    state = SubgoalState(subgoals, rows: rows, observationSize: observationSize)
    flags = Column(count: rows * subgoals.count, of: 0)
    chosen = Column(count: rows, of: 0)
    joined = FloatMemory(count: rows * (observationSize + subgoals.count))
  }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    switch memory {
    case .untilReached: state.settle(observations) { _ in }
    case .none: state.reset(state.aims.indices)
    }
    state.mask(observations, into: flags.base)
    planner.act(observations, mask: flags.base, into: chosen.base)
    state.aim(chosen.base)
    state.join(observations, into: joined.base)
    walker.act(joined.base, mask: mask, into: actions)
  }
}
