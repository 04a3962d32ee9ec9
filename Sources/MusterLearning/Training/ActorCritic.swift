import MusterMath

/// The networks of PPO, for worlds of one shape: actor, critic and, where there is a potential, the team's value.
final class ActorCritic: Sendable {
  let shape: WorldShape
  let isCentralised: Bool
  /// Whether a row of the actor is a whole copy, not one agent.
  let actsTogether: Bool
  let actor: Network
  let critic: Network
  /// The value of the state under the team's rewards.
  let team: Network?

  init(_ shape: WorldShape, _ settings: PPOSettings) {
    self.shape = shape
    isCentralised = settings.isCentralised
    var random = Random(seed: settings.seed, stream: 1)
    var layout = ParameterLayout()
    let policy = settings.design.layer(shape, settings, in: &layout)
    actsTogether = settings.design != .shared
    actor = Network(policy, layout, epsilon: settings.epsilon, &random)
    layout = ParameterLayout()
    let value = Stack.perceptron(
      "critic", inputs: isCentralised ? shape.stateSize : shape.observationSize,
      hidden: settings.criticHidden, outputs: isCentralised ? shape.agents : 1,
      activation: settings.activation, lastGain: 1, in: &layout)
    critic = Network(value, layout, epsilon: settings.epsilon, &random)
    if settings.usesPotential {
      layout = ParameterLayout()
      let whole = Stack.perceptron(
        "team", inputs: shape.stateSize, hidden: settings.criticHidden, outputs: 1,
        activation: settings.activation, lastGain: 1, in: &layout)
      team = Network(whole, layout, epsilon: settings.epsilon, &random)
    } else {
      team = nil
    }
  }

  /// Whether anything looks at the state.
  var seesState: Bool { isCentralised || team != nil }

  /// The actor's layer, where agents choose one after the other.
  var sequential: SequentialLayer? { actor.layer as? SequentialLayer }

  /// The actor's layer that hears, where agents hear each other.
  var hearing: CommunicationLayer? { actor.layer as? CommunicationLayer ?? sequential?.encoder }

  /// Rows of the actor for `steps` steps of one copy.
  func actorRows(_ steps: Int) -> Int { actsTogether ? steps : steps * shape.agents }

  /// Rows of the critic for `steps` steps of one copy: it gives one value for each agent in either case.
  func criticRows(_ steps: Int) -> Int { isCentralised ? steps : steps * shape.agents }
}
