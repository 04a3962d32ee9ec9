import MusterMath

/// The actor that agents share and the critic of all their actions, with memory for `rows` steps.
final class MADDPGNetworks {
  let shape: WorldShape
  let actor: Network
  let critic: Network
  let logits: FloatMemory
  let soft: FloatMemory
  /// The state and the choice of each agent, one after the other.
  let joint: FloatMemory
  let values: FloatMemory
  private let actorTape: FloatMemory
  private let criticTape: FloatMemory

  init(_ shape: WorldShape, _ settings: MADDPGSettings, rows: Int) {
    self.shape = shape
    var random = Random(seed: settings.seed, stream: 1)
    var layout = ParameterLayout()
    let policy = Stack.perceptron(
      "actor", inputs: shape.observationSize, hidden: settings.actorHidden, outputs: shape.actions,
      activation: .relu, lastGain: 0.01, in: &layout)
    actor = Network(policy, layout, epsilon: settings.epsilon, &random)
    layout = ParameterLayout()
    let value = Stack.perceptron(
      "critic", inputs: shape.stateSize + shape.agents * shape.actions, hidden: settings.criticHidden,
      outputs: 1, activation: .relu, lastGain: 1, in: &layout)
    critic = Network(value, layout, epsilon: settings.epsilon, &random)
    let agents = rows * shape.agents
    logits = FloatMemory(count: agents * shape.actions)
    soft = FloatMemory(count: agents * shape.actions)
    joint = FloatMemory(count: rows * value.inputs)
    values = FloatMemory(count: rows)
    actorTape = FloatMemory(count: policy.tapeCount(rows: agents))
    criticTape = FloatMemory(count: value.tapeCount(rows: rows))
  }

  /// Moves towards `other` by `share`.
  func approach(_ other: MADDPGNetworks, _ share: Float) {
    for (own, its) in [(actor, other.actor), (critic, other.critic)] {
      for at in 0..<own.values.count {
        own.values.base[at] += share * (its.values.base[at] - own.values.base[at])
      }
    }
  }

  /// Fills `logits`.
  func runActor(_ observations: UnsafePointer<Float>, rows: Int) {
    actor.layer.forward(
      actor.values.base, input: observations, rows: rows * shape.agents, output: logits.base,
      tape: actorTape.base)
  }

  func setState(_ states: UnsafePointer<Float>, rows: Int) {
    for row in 0..<rows {
      (joint.base + row * critic.layer.inputs).update(
        from: states + row * shape.stateSize, count: shape.stateSize)
    }
  }

  /// Where an agent's choice stands in `joint`; `row` counts agents.
  func place(_ row: Int) -> UnsafeMutablePointer<Float> {
    joint.base + row / shape.agents * critic.layer.inputs + shape.stateSize
      + row % shape.agents * shape.actions
  }

  /// Draws choices by `logits` into `joint`, and the soft ones behind them into `soft`.
  func draw(_ masks: UnsafePointer<UInt8>, rows: Int, _ temperature: Float, _ random: inout Random) {
    for row in 0..<(rows * shape.agents) {
      let at = row * shape.actions
      _ = GumbelSoftmax.draw(
        logits.base + at, mask: masks + at, count: shape.actions, temperature: temperature,
        soft: soft.base + at, hard: place(row), &random)
    }
  }

  /// Fills `values` from `joint`.
  func runCritic(rows: Int) {
    critic.layer.forward(
      critic.values.base, input: joint.base, rows: rows, output: values.base, tape: criticTape.base)
  }

  /// Back through the critic: adds to `gradients`, and writes the gradient by `joint` where it is wanted.
  func backCritic(
    rows: Int, _ byValues: FloatMemory, _ gradients: FloatMemory, _ byJoint: FloatMemory?
  ) {
    critic.layer.backward(
      critic.values.base, gradients: gradients.base, input: joint.base, output: values.base,
      outputGradient: byValues.base, rows: rows, inputGradient: byJoint?.base, tape: criticTape.base)
  }

  func backActor(
    _ observations: UnsafePointer<Float>, rows: Int, _ byLogits: FloatMemory, _ gradients: FloatMemory
  ) {
    actor.layer.backward(
      actor.values.base, gradients: gradients.base, input: observations, output: logits.base,
      outputGradient: byLogits.base, rows: rows * shape.agents, inputGradient: nil, tape: actorTape.base)
  }
}
