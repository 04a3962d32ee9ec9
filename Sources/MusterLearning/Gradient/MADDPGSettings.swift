/// All hyper-parameters of MADDPG.
public struct MADDPGSettings: Sendable, Equatable {
  /// Sizes of the actor's hidden layers.
  public var actorHidden = [64, 64]
  /// Sizes of the critic's hidden layers.
  public var criticHidden = [128, 128]
  /// Copies of the world that are stepped together.
  public var copies = 16
  /// Steps of single copies that are remembered.
  public var memory = 10_000
  /// Remembered steps that one optimiser step learns from.
  public var batch = 128
  /// Remembered steps before learning begins; at least `batch` are waited for.
  public var warmUp = 1000
  /// The optimiser's rate for the actor.
  public var actorRate: Float = 5e-4
  /// The optimiser's rate for the critic.
  public var criticRate: Float = 1e-3
  /// Adam's epsilon.
  public var epsilon: Float = 1e-5
  /// Discount of future rewards, a step.
  public var discount: Float = 0.99
  /// Temperature of the Gumbel-softmax: the lower, the nearer to a choice.
  public var temperature: Float = 1
  /// Weight of the squared logits, which keeps the choice from hardening.
  public var restraint: Float = 1e-3
  /// How far the target networks move to the others, a step.
  public var tau: Float = 0.01
  /// The greatest norm of a gradient, for actor and critic each.
  public var gradientNorm: Float = 1
  /// Where all randomness comes from.
  public var seed: UInt64 = 1

  /// The standing values.
  public init() {}

  func check() throws(TrainingError) {
    for (name, value) in [("copies", copies), ("memory", memory), ("batch", batch)] where value < 1 {
      throw .setting(name: name, found: "\(value)", expected: "at least 1")
    }
    if memory < max(batch, copies) {
      throw .setting(name: "memory", found: "\(memory)", expected: "at least \(max(batch, copies))")
    }
    for (name, value) in [("discount", discount), ("tau", tau)] where !(value >= 0 && value <= 1) {
      throw .setting(name: name, found: "\(value)", expected: "0...1")
    }
    for (name, value) in [("actorRate", actorRate), ("criticRate", criticRate), ("temperature", temperature)]
    where !(value > 0 && value.isFinite) {
      throw .setting(name: name, found: "\(value)", expected: "above 0")
    }
  }
}
