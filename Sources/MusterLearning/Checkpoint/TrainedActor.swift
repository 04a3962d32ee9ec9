import MusterMath

/// The policy of a checkpoint, for use without training: one agent's observation to the probabilities of its
/// actions.
///
/// It owns memory for one observation and allocates nothing per call; one thread at a time may use it.
/// `O(parameters)` a call.
public final class TrainedActor {
  /// The sizes of the worlds that it was trained on.
  public let shape: WorldShape
  private let networks: ActorCritic
  private let logits: FloatMemory
  private let tape: FloatMemory

  /// Reads the policy and nothing else. Throws where the checkpoint is of another method or damaged.
  public init(_ checkpoint: Checkpoint) throws {
    let method = try checkpoint.read("method") { try $0.string() }
    try Network.expect("method", method, "ppo")
    let settings = try checkpoint.read("settings") { try PPOSettings(from: &$0) }
    try settings.check()
    // Agents of other designs are not alike: `TrainedTeam` has them.
    try Network.expect("an actor of design", settings.design.name, ActorDesign.shared.name)
    shape = try checkpoint.read("shape") { try WorldShape(from: &$0) }
    try shape.check()
    networks = ActorCritic(shape, settings)
    try checkpoint.read("actor") { [networks] in try networks.actor.decode(from: &$0) }
    logits = FloatMemory(count: shape.actions)
    tape = FloatMemory(count: networks.actor.layer.tapeCount(rows: 1))
  }

  /// Writes the probabilities of `shape.actions` actions for `shape.observationSize` numbers. `mask`, if given,
  /// has 0 for what is impossible. Returns false, with all at 0, where nothing is possible.
  public func probabilities(
    _ observation: UnsafePointer<Float>, mask: UnsafePointer<UInt8>? = nil,
    into target: UnsafeMutablePointer<Float>
  ) -> Bool {
    networks.actor.layer.forward(
      networks.actor.values.base, input: observation, rows: 1, output: logits.base, tape: tape.base)
    return Categorical.probabilities(logits.base, mask: mask, count: shape.actions, target) != nil
  }
}
