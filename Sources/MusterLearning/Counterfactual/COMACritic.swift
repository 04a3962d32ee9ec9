import MusterMath

/// The critic of COMA with memory for `rows` rows: the values of all of an agent's actions, given the state, what the
/// agent sees, which agent it is, and what the others do.
final class COMACritic {
  let network: Network
  let shape: WorldShape
  let input: FloatMemory
  let values: FloatMemory
  let byValues: FloatMemory
  let gradients: FloatMemory
  private let tape: FloatMemory

  init(_ shape: WorldShape, _ settings: COMASettings, rows: Int, _ random: inout Random) {
    self.shape = shape
    let width =
      shape.stateSize + shape.observationSize + shape.agents + shape.agents * shape.actions
    var layout = ParameterLayout()
    let stack = Stack.perceptron(
      "critic", inputs: width, hidden: settings.criticHidden, outputs: shape.actions, activation: .tanh,
      lastGain: 1, in: &layout)
    network = Network(stack, layout, epsilon: settings.epsilon, &random)
    input = FloatMemory(count: rows * width)
    values = FloatMemory(count: rows * shape.actions)
    byValues = FloatMemory(count: rows * shape.actions)
    gradients = FloatMemory(count: layout.count)
    tape = FloatMemory(count: stack.tapeCount(rows: rows))
  }

  /// Sets the input of all agents of `copies` states from row `first` on.
  func fill(
    _ first: Int, states: UnsafePointer<Float>, observations: UnsafePointer<Float>,
    actions: UnsafePointer<Int32>, copies: Int
  ) {
    let width = network.layer.inputs
    for row in 0..<(copies * shape.agents) {
      let (copy, own) = (row / shape.agents, row % shape.agents)
      let target = input.base + (first + row) * width
      target.update(from: states + copy * shape.stateSize, count: shape.stateSize)
      let seen = target + shape.stateSize
      seen.update(from: observations + row * shape.observationSize, count: shape.observationSize)
      let flags = seen + shape.observationSize
      flags.update(repeating: 0, count: shape.agents * (1 + shape.actions))
      flags[own] = 1
      for other in 0..<shape.agents where other != own {
        flags[shape.agents + other * shape.actions + Int(actions[copy * shape.agents + other])] = 1
      }
    }
  }

  /// Fills `values` for `rows` rows of input.
  func run(rows: Int) {
    network.layer.forward(
      network.values.base, input: input.base, rows: rows, output: values.base, tape: tape.base)
  }

  /// Learns from `byValues`, the gradients by what `run` gave.
  func learn(rows: Int, rate: Float, clip: Float) throws(TrainingError) {
    gradients.clear()
    network.layer.backward(
      network.values.base, gradients: gradients.base, input: input.base, output: values.base,
      outputGradient: byValues.base, rows: rows, inputGradient: nil, tape: tape.base)
    _ = try network.step([gradients], rate: rate, clip: clip)
  }
}
