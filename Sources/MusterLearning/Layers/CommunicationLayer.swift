import MusterMath

/// Agents that hear each other along a learned graph before they choose: see `Communication`.
///
/// A row of input is one observation for each agent, a row of output one set of logits for each or, without a head, one
/// token that a ``SequentialLayer`` goes on with. What an agent sees
/// becomes its token h; along edges e, score(a, b) = (q_a + r_e) (k_b + s_e) / sqrt(width), its softmax over the heard
/// weighs their values; then a residual, a layer norm and a perceptron. An agent whose observation is zero is absent
/// and heard by nobody. An edge counts by its weight of 0 or 1, and so does the gate, but both pass gradients on as if
/// they were soft. `O(rows * agents * width * (width + agents))`.
public struct CommunicationLayer: Layer {
  public var inputs: Int { agents * embed.inputs }
  public var outputs: Int { agents * (head?.outputs ?? width) }

  let agents: Int
  let width: Int
  let isGated: Bool
  /// Whether edges and gates are soft in the forward pass too: for the proof of the gradients only.
  let isSoft: Bool
  let graph: CommunicationGraph
  let embed: Dense
  let gate: Affine
  let project: Affine
  /// Added to queries and keys, for oneself and for others.
  let relation: Int
  let combine: Affine
  let norm: LayerNorm
  let head: Stack?

  init(
    _ settings: Communication, _ shape: WorldShape, isSoft: Bool = false, hasHead: Bool = true,
    in layout: inout ParameterLayout
  ) {
    agents = shape.agents
    width = settings.width
    isGated = settings.isGated
    self.isSoft = isSoft
    graph = CommunicationGraph(
      "actor.graph", agents: agents, degree: settings.edges(agents), in: &layout)
    embed = Dense(
      "actor.embed", inputs: shape.observationSize, outputs: width, activation: .tanh,
      start: .orthogonal(gain: Float(2).squareRoot()), in: &layout)
    gate = Affine("actor.gate", inputs: width, outputs: 1, start: .xavier(gain: 0.1), &layout)
    project = Affine(
      "actor.project", inputs: width, outputs: 3 * width, start: .xavier(gain: 1), &layout)
    relation = layout.add("actor.relation", rows: 4, columns: width)
    combine = Affine("actor.combine", inputs: width, outputs: width, start: .xavier(gain: 1), &layout)
    norm = LayerNorm("actor.norm", features: width, in: &layout)
    head =
      hasHead
      ? Stack.perceptron(
        "actor.head", inputs: width, hidden: [width], outputs: shape.actions, activation: .tanh,
        lastGain: 0.01, in: &layout) : nil
  }

  /// The parameters that say who hears whom; all others come behind them.
  var edgeRange: Range<Int> { graph.logits..<(graph.logits + agents * agents) }
  /// The others, the noise left out.
  func weightRange(_ count: Int) -> Range<Int> { (graph.noise + agents * agents + 1)..<count }

  public func tapeCount(rows: Int) -> Int { Memory(self, rows).count }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    graph.initialise(parameters, &random)
    embed.initialise(parameters, &random)
    gate.initialise(parameters, &random)
    // Ears are open at first: sigmoid(1).
    parameters[gate.bias] = 1
    project.initialise(parameters, &random)
    for at in 0..<(4 * width) { parameters[relation + at] = Float(random.normal(mean: 0, deviation: 0.1)) }
    combine.initialise(parameters, &random)
    norm.initialise(parameters, &random)
    head?.initialise(parameters, &random)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let tokens = rows * agents
    graph.edges(parameters, soft: tape + memory.soft, hard: tape + memory.hard)
    embed.forward(
      parameters, input: input, rows: tokens, output: tape + memory.tokens, tape: tape + memory.own)
    gate.forward(parameters, tape + memory.tokens, stride: width, rows: tokens, tape + memory.gates)
    Lanes.map(tape + memory.gates, count: tokens) { FloatMath.sigmoid($0) }
    project.forward(parameters, tape + memory.tokens, stride: width, rows: tokens, tape + memory.projected)
    (tape + memory.mixed).update(repeating: 0, count: tokens * width)
    for row in 0..<rows { hear(parameters, input, tape, memory, row) }
    combine.forward(parameters, tape + memory.mixed, stride: width, rows: tokens, tape + memory.sums)
    Lanes.axpy(1, tape + memory.tokens, tape + memory.sums, count: tokens * width)
    norm.forward(
      parameters, input: tape + memory.sums, rows: tokens,
      output: head == nil ? output : tape + memory.normal, tape: tape + memory.normTape)
    head?.forward(
      parameters, input: tape + memory.normal, rows: tokens, output: output, tape: tape + memory.headTape)
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let tokens = rows * agents
    let (byTokens, scratch) = (tape + memory.byTokens, tape + memory.scratch)
    head?.backward(
      parameters, gradients: gradients, input: tape + memory.normal, output: output,
      outputGradient: outputGradient, rows: tokens, inputGradient: tape + memory.byMixed,
      tape: tape + memory.headTape)
    norm.backward(
      parameters, gradients: gradients, input: tape + memory.sums,
      output: head == nil ? output : UnsafePointer(tape + memory.normal),
      outputGradient: head == nil ? outputGradient : UnsafePointer(tape + memory.byMixed), rows: tokens,
      inputGradient: byTokens, tape: tape + memory.normTape)
    combine.addGradients(gradients, tape + memory.mixed, stride: width, rows: tokens, byTokens)
    combine.inputGradient(
      parameters, rows: tokens, byTokens, tape + memory.byMixed, stride: width, adds: false, scratch: scratch)
    (tape + memory.byProjected).update(repeating: 0, count: tokens * 3 * width)
    (tape + memory.byEdges).update(repeating: 0, count: agents * agents)
    (tape + memory.byGates).update(repeating: 0, count: tokens)
    for row in 0..<rows { hearBackward(parameters, gradients, tape, memory, row) }
    graph.addGradients(gradients, soft: tape + memory.soft, byEdges: tape + memory.byEdges)
    project.addGradients(
      gradients, tape + memory.tokens, stride: width, rows: tokens, tape + memory.byProjected)
    project.inputGradient(
      parameters, rows: tokens, tape + memory.byProjected, byTokens, stride: width, adds: true,
      scratch: scratch)
    gate.addGradients(gradients, tape + memory.tokens, stride: width, rows: tokens, tape + memory.byGates)
    gate.inputGradient(
      parameters, rows: tokens, tape + memory.byGates, byTokens, stride: width, adds: true, scratch: scratch)
    embed.backward(
      parameters, gradients: gradients, input: input, output: tape + memory.tokens, outputGradient: byTokens,
      rows: tokens, inputGradient: inputGradient, tape: tape + memory.own)
  }
}
