/// All hyper-parameters of independent PPO, MAPPO and what is built on them: `roles` and CommFormer; with the values
/// that they have where nobody says otherwise.
public struct PPOSettings: Sendable, Equatable {
  /// Whether the critic sees the global state (MAPPO, Yu et al., 2022) or each agent's observation (independent
  /// PPO, de Witt et al., 2020). Actors see observations either way.
  public var isCentralised = true
  /// Who shares a policy, and who hears whom.
  public var design = ActorDesign.shared
  /// Whether agents are paid, beside their rewards, by discount * V(s') - V(s) with V the value of the whole under the
  /// team's rewards, as it stood when the state was first valued (dynamic potentials, Devlin and Kudenko, 2012).
  public var usesPotential = false
  /// Sizes of the actor's hidden layers.
  public var actorHidden = [64, 64]
  /// Sizes of the critic's hidden layers.
  public var criticHidden = [128, 128]
  /// The function of hidden layers.
  public var activation = Activation.tanh
  /// Copies of the world that are stepped together.
  public var copies = 64
  /// Steps of each copy between updates.
  public var horizon = 25
  /// How often each batch is gone through.
  public var epochs = 10
  /// Into how many parts it is cut for that; one optimiser step each.
  public var minibatches = 4
  /// The optimiser's rate for the actor.
  public var actorRate: Float = 7e-4
  /// The optimiser's rate for the critic.
  public var criticRate: Float = 7e-4
  /// Frames (steps of one copy) over which both rates fall linearly to 0; 0 keeps them.
  public var annealFrames = 0
  /// Adam's epsilon.
  public var epsilon: Float = 1e-5
  /// Discount of future rewards, a step.
  public var discount: Float = 0.99
  /// The lambda of generalised advantage estimation.
  public var lambda: Float = 0.95
  /// How far the ratio of probabilities may move before the gradient stops.
  public var clip: Float = 0.2
  /// Weight of the entropy bonus.
  public var entropy: Float = 0.01
  /// The greatest norm of a gradient, for actor and critic each.
  public var gradientNorm: Float = 10
  /// Weight of the past in the moments that normalise returns, a batch; 1 turns normalising off.
  public var returnDecay = 0.99
  /// Pieces that copies and minibatches are cut into for threads. It changes the order of sums, so it belongs to
  /// the run; the number of threads does not.
  public var shards = 4
  /// Frames in which actors learn to do as the world advises, by cross-entropy on what they meet themselves (DAgger, Ross
  /// et al., 2011), while critics learn what that is worth; for an `AdvisedWorld`, 0 for none.
  public var adviceFrames = 0
  /// Share of the probability that advice leaves to all possible actions alike, so that there is something to explore.
  public var adviceDoubt: Float = 0.1
  /// Weight of the advice in what actors learn afterwards, beside what they were paid (kickstarting, Schmitt et al.,
  /// 2018).
  public var adviceWeight: Float = 0
  /// Where all randomness comes from.
  public var seed: UInt64 = 1

  /// The standing values.
  public init() {}

  /// Frames between updates.
  public var batchFrames: Int { copies * horizon }

  func check() throws(TrainingError) {
    func atLeast(_ name: String, _ found: Int, _ least: Int) throws(TrainingError) {
      if found < least { throw .setting(name: name, found: "\(found)", expected: "at least \(least)") }
    }
    try atLeast("horizon", horizon, 1)
    try atLeast("epochs", epochs, 1)
    try atLeast("shards", shards, 1)
    try atLeast("copies", copies, shards)
    try atLeast("minibatches", minibatches, 1)
    try atLeast("annealFrames", annealFrames, 0)
    try atLeast("adviceFrames", adviceFrames, 0)
    if !(adviceDoubt >= 0 && adviceDoubt <= 1) {
      throw .setting(name: "adviceDoubt", found: "\(adviceDoubt)", expected: "0...1")
    }
    if !(adviceWeight >= 0 && adviceWeight.isFinite) {
      throw .setting(name: "adviceWeight", found: "\(adviceWeight)", expected: "at least 0")
    }
    if batchFrames < minibatches * shards {
      throw .setting(
        name: "minibatches", found: "\(minibatches)", expected: "at most \(batchFrames / shards)")
    }
    for size in actorHidden + criticHidden where !(1...65_536).contains(size) {
      throw .setting(name: "hidden", found: "\(size)", expected: "1...65536")
    }
    for (name, value) in [("discount", discount), ("lambda", lambda), ("returnDecay", Float(returnDecay))]
    where !(value >= 0 && value <= 1) {
      throw .setting(name: name, found: "\(value)", expected: "0...1")
    }
    try design.check()
    let positive = [
      ("actorRate", actorRate), ("criticRate", criticRate), ("clip", clip), ("gradientNorm", gradientNorm),
      ("epsilon", epsilon),
    ]
    for (name, value) in positive where !(value > 0 && value.isFinite) {
      throw .setting(name: name, found: "\(value)", expected: "above 0")
    }
  }
}
