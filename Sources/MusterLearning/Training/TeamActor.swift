import MusterMath

/// Chooses for all agents of some copies of a world at once, by what was learned so far: the best known actions, nothing
/// left to chance. One thread at a time may use it; nothing is allocated per call.
public protocol TeamActor: AnyObject {
  /// Writes an action for each agent of each copy. `mask`, if the world has one, has 0 for what is impossible.
  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>)
}

extension PPOTrainer {
  /// The policy as it stands, for so many copies; it goes on learning with the trainer.
  public func actor(copies: Int) -> any TeamActor { PPOActor(networks, copies: copies) }
}

extension ValueTrainer {
  /// The policy as it stands, for so many copies.
  public func actor(copies: Int) -> any TeamActor { ValueActor(self, copies: copies) }
}

/// The most probable actions of a policy of PPO.
final class PPOActor: TeamActor {
  private let networks: ActorCritic
  private let scratch: Scratch
  private let copies: Int

  init(_ networks: ActorCritic, copies: Int) {
    self.networks = networks
    self.copies = copies
    scratch = Scratch(networks, steps: copies)
  }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    let count = networks.shape.actions
    scratch.observations.base.update(from: observations, count: scratch.observations.count)
    scratch.choose(networks, steps: copies, mask: mask) { row, _ in
      actions[row] = Int32(Categorical.best(scratch.probabilities.base, count: count))
      return actions[row]
    }
  }
}

/// The actions of the greatest value.
final class ValueActor: TeamActor {
  private let networks: ValueNetworks
  private let source: ValueNetworks
  private let copies: Int
  private let all: Column<UInt8>

  init(_ trainer: ValueTrainer, copies: Int) {
    source = trainer.online
    networks = ValueNetworks(trainer.shape, trainer.settings, rows: copies)
    self.copies = copies
    all = Column(count: copies * trainer.shape.agents * trainer.shape.actions, of: 1)
  }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    networks.agent.values.copy(source.agent.values)
    networks.value(observations, rows: copies)
    for row in 0..<(copies * networks.shape.agents) {
      actions[row] = networks.best(row, mask: mask ?? UnsafePointer(all.base))
    }
  }
}
