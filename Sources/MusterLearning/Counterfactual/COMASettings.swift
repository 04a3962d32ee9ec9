/// All hyper-parameters of COMA.
public struct COMASettings: Sendable, Equatable {
  /// Sizes of the actor's hidden layers.
  public var actorHidden = [64, 64]
  /// Sizes of the critic's hidden layers.
  public var criticHidden = [128, 128]
  /// Copies of the world that are stepped together.
  public var copies = 16
  /// Steps of each copy between updates.
  public var horizon = 20
  /// Steps of the critic on each batch; the actor takes one.
  public var criticEpochs = 4
  /// The optimiser's rate for the actor.
  public var actorRate: Float = 1e-3
  /// The optimiser's rate for the critic.
  public var criticRate: Float = 1e-3
  /// Adam's epsilon.
  public var epsilon: Float = 1e-5
  /// Discount of future rewards, a step.
  public var discount: Float = 0.99
  /// The lambda of the critic's targets, TD(lambda).
  public var lambda: Float = 0.8
  /// Weight of the entropy bonus.
  public var entropy: Float = 0.01
  /// Updates between copies of the critic that targets are computed with.
  public var targetPeriod = 5
  /// The greatest norm of a gradient, for actor and critic each.
  public var gradientNorm: Float = 10
  /// Where all randomness comes from.
  public var seed: UInt64 = 1

  /// The standing values.
  public init() {}

  func check() throws(TrainingError) {
    for (name, value) in [
      ("copies", copies), ("horizon", horizon), ("criticEpochs", criticEpochs),
      ("targetPeriod", targetPeriod),
    ] where value < 1 {
      throw .setting(name: name, found: "\(value)", expected: "at least 1")
    }
    for (name, value) in [("discount", discount), ("lambda", lambda)] where !(value >= 0 && value <= 1) {
      throw .setting(name: name, found: "\(value)", expected: "0...1")
    }
    for (name, value) in [
      ("actorRate", actorRate), ("criticRate", criticRate), ("gradientNorm", gradientNorm),
    ]
    where !(value > 0 && value.isFinite) {
      throw .setting(name: name, found: "\(value)", expected: "above 0")
    }
  }
}
