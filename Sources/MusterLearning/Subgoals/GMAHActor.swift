/// Chooses subgoals and walks to them, nothing left to chance. What an agent aims at is kept from call to call until
/// it is reached or cannot be: an actor is for one run of episodes, from their beginning.
final class GMAHActor: TeamActor {
  private let planner: any TeamActor
  private let walker: any TeamActor
  private var state: SubgoalState
  private let flags: Column<UInt8>
  private let chosen: Column<Int32>
  private let joined: FloatMemory

  init(_ trainer: GMAHTrainer, copies: Int) {
    planner = trainer.planning.actor(copies: copies)
    walker = trainer.walking.actor(copies: copies)
    let (rows, size) = (copies * trainer.planning.shape.agents, trainer.planning.shape.observationSize)
    state = SubgoalState(trainer.subgoals, rows: rows, observationSize: size)
    flags = Column(count: rows * trainer.subgoals.count, of: 0)
    chosen = Column(count: rows, of: 0)
    joined = FloatMemory(count: rows * trainer.walking.shape.observationSize)
  }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    state.settle(observations) { _ in }
    state.mask(observations, into: flags.base)
    planner.act(observations, mask: flags.base, into: chosen.base)
    state.aim(chosen.base)
    state.join(observations, into: joined.base)
    walker.act(joined.base, mask: mask, into: actions)
  }
}
