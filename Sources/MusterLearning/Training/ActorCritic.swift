import MusterMath

/// The two networks of PPO, for worlds of one shape.
final class ActorCritic: Sendable {
  let shape: WorldShape
  let isCentralised: Bool
  let actor: Network
  let critic: Network

  init(_ shape: WorldShape, _ settings: PPOSettings) {
    self.shape = shape
    isCentralised = settings.isCentralised
    var random = Random(seed: settings.seed, stream: 1)
    var layout = ParameterLayout()
    // A last gain of 0.01: the first policy is nearly uniform.
    let policy = Stack.perceptron(
      "actor", inputs: shape.observationSize, hidden: settings.actorHidden, outputs: shape.actions,
      activation: settings.activation, lastGain: 0.01, in: &layout)
    actor = Network(policy, layout, epsilon: settings.epsilon, &random)
    layout = ParameterLayout()
    let value = Stack.perceptron(
      "critic", inputs: isCentralised ? shape.stateSize : shape.observationSize,
      hidden: settings.criticHidden, outputs: isCentralised ? shape.agents : 1,
      activation: settings.activation, lastGain: 1, in: &layout)
    critic = Network(value, layout, epsilon: settings.epsilon, &random)
  }

  /// Rows of the critic for `steps` steps of one copy: it gives one value for each agent in either case.
  func criticRows(_ steps: Int) -> Int { isCentralised ? steps : steps * shape.agents }
}
