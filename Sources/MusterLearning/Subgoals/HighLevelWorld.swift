import MusterMath

/// A world as those see it who choose subgoals: an action is a subgoal, and `walker` takes the steps. While an agent is
/// on its way its subgoal is its only action.
struct HighLevelWorld: VectorWorld {
  var copies: Int { world.copies }
  var agents: Int { world.agents }
  var actions: Int { state.subgoals.count }
  var observationSize: Int { world.observationSize }
  var stateSize: Int { world.stateSize }
  var hasMasks: Bool { true }

  private var world: any VectorWorld
  private var state: SubgoalState
  private let walker: BorrowedActor
  private let seen: FloatMemory
  private let joined: FloatMemory
  private let flags: Column<UInt8>
  private let moves: Column<Int32>

  init(_ world: any VectorWorld, _ subgoals: any Subgoals, _ walker: BorrowedActor) {
    self.world = world
    self.walker = walker
    let rows = world.copies * world.agents
    state = SubgoalState(subgoals, rows: rows, observationSize: world.observationSize)
    seen = FloatMemory(count: rows * world.observationSize)
    joined = FloatMemory(count: rows * (world.observationSize + subgoals.count))
    flags = Column(count: rows * world.actions, of: 1)
    moves = Column(count: rows, of: 0)
  }

  mutating func reset(copy: Int) {
    world.reset(copy: copy)
    state.reset((copy * agents)..<((copy + 1) * agents))
  }

  func observe(into target: UnsafeMutablePointer<Float>) { world.observe(into: target) }
  func state(into target: UnsafeMutablePointer<Float>) { world.state(into: target) }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    world.observe(into: seen.base)
    state.mask(seen.base, into: target)
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    state.aim(actions)
    world.observe(into: seen.base)
    state.join(seen.base, into: joined.base)
    if world.hasMasks { world.mask(into: flags.base) }
    walker.act(joined.base, mask: flags.base, into: moves.base)
    world.step(actions: moves.base, rewards: rewards, ends: ends)
    world.observe(into: seen.base)
    state.settle(seen.base) { _ in }
  }

  func encode(into writer: inout ByteWriter) {
    world.encode(into: &writer)
    state.encode(into: &writer)
  }

  mutating func decode(from reader: inout ByteReader) throws {
    var read = self
    try read.world.decode(from: &reader)
    try read.state.decode(from: &reader)
    self = read
  }
}
