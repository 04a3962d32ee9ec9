import MusterMath

/// The agents' shared network and the mixer, with memory to run them on `rows` steps.
final class ValueNetworks {
  let agent: Network
  let mixer: Network
  let shape: WorldShape
  let rows: Int
  let values: FloatMemory
  let mixed: FloatMemory
  let total: FloatMemory
  let agentTape: FloatMemory
  let mixerTape: FloatMemory

  init(_ shape: WorldShape, _ settings: ValueSettings, rows: Int) {
    self.shape = shape
    self.rows = rows
    var random = Random(seed: settings.seed, stream: 1)
    var layout = ParameterLayout()
    let stack = Stack.perceptron(
      "agent", inputs: shape.observationSize, hidden: settings.hidden, outputs: shape.actions,
      activation: .relu, lastGain: 1, in: &layout)
    agent = Network(stack, layout, epsilon: settings.epsilon, &random)
    layout = ParameterLayout()
    var mixing: any Layer = SumMixer(state: shape.stateSize, agents: shape.agents)
    if case .monotone(let embedding) = settings.mixing {
      mixing = MonotoneMixer(
        "mixer", state: shape.stateSize, agents: shape.agents, embedding: embedding, in: &layout)
    }
    mixer = Network(mixing, layout, epsilon: settings.epsilon, &random)
    values = FloatMemory(count: rows * shape.agents * shape.actions)
    mixed = FloatMemory(count: rows * mixing.inputs)
    total = FloatMemory(count: rows)
    agentTape = FloatMemory(count: stack.tapeCount(rows: rows * shape.agents))
    mixerTape = FloatMemory(count: mixing.tapeCount(rows: rows))
  }

  func copy(_ other: ValueNetworks) {
    agent.values.copy(other.agent.values)
    mixer.values.copy(other.mixer.values)
  }

  /// Fills `values`: one for each agent and action.
  func value(_ observations: UnsafePointer<Float>, rows: Int) {
    agent.layer.forward(
      agent.values.base, input: observations, rows: rows * shape.agents, output: values.base,
      tape: agentTape.base)
  }

  /// Fills `total` from the values of the actions that `choice` names for each row of agents.
  func mix(_ states: UnsafePointer<Float>, rows: Int, choice: UnsafePointer<Int32>) {
    for row in 0..<rows {
      let target = mixed.base + row * mixer.layer.inputs
      target.update(from: states + row * shape.stateSize, count: shape.stateSize)
      for agent in 0..<shape.agents {
        let at = row * shape.agents + agent
        target[shape.stateSize + agent] = values.base[at * shape.actions + Int(choice[at])]
      }
    }
    mixer.layer.forward(
      mixer.values.base, input: mixed.base, rows: rows, output: total.base, tape: mixerTape.base)
  }

  /// The possible action of the greatest value, the first of equals; 0 where none is possible.
  func best(_ row: Int, mask: UnsafePointer<UInt8>) -> Int32 {
    var best = -1
    let own = values.base + row * shape.actions
    for action in 0..<shape.actions where mask[row * shape.actions + action] != 0 {
      if best < 0 || own[action] > own[best] { best = action }
    }
    return Int32(max(best, 0))
  }
}
