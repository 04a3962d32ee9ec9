/// All hyper-parameters of two-stage allocation, with the paper's values where it has them.
public struct TwoStageSettings: Sendable, Equatable {
  /// Numbers in an embedding.
  public var width = 64
  /// What the first stage's dot products are divided by before the softmax. Where choices stay too even to be learned
  /// from, the root of the width is better.
  public var divisor: Float = 64
  /// Numbers in the weight that the mixer gives to an entity.
  public var channels = 8
  /// Steps of the first stage, and choices of the second, that are remembered.
  public var memory = 20_000
  /// Remembered ones that an optimiser step learns from.
  public var batch = 32
  /// Remembered ones before learning begins.
  public var warmUp = 500
  /// The optimiser's rate.
  public var rate: Float = 1e-5
  /// Adam's epsilon.
  public var epsilon: Float = 1e-5
  /// Discount of future rewards, a step.
  public var discount: Float = 0.98
  /// How far the target networks move to the others, a step.
  public var tau: Float = 0.005
  /// Weight of the entropy.
  public var entropy: Float = 0.01
  /// The greatest norm of a gradient, for each network.
  public var gradientNorm: Float = 10
  /// Where all randomness comes from.
  public var seed: UInt64 = 1

  /// The paper's values.
  public init() {}

  /// The same for stages that act and do not learn: they remember nothing.
  var acting: TwoStageSettings {
    var acting = self
    (acting.memory, acting.batch) = (1, 1)
    return acting
  }

  func check() throws(TrainingError) {
    for (name, value) in [("width", width), ("channels", channels), ("batch", batch)] where value < 1 {
      throw .setting(name: name, found: "\(value)", expected: "at least 1")
    }
    if memory < batch {
      throw .setting(name: "memory", found: "\(memory)", expected: "at least \(batch)")
    }
    for (name, value) in [("discount", discount), ("tau", tau)] where !(value >= 0 && value <= 1) {
      throw .setting(name: name, found: "\(value)", expected: "0...1")
    }
    for (name, value) in [("rate", rate), ("gradientNorm", gradientNorm), ("divisor", divisor)]
    where !(value > 0 && value.isFinite) {
      throw .setting(name: name, found: "\(value)", expected: "above 0")
    }
  }
}
