import MusterMath

/// Agents that hear each other and then choose one after the other, each knowing what those before it chose: the encoder
/// (``CommunicationLayer``) and decoder of CommFormer, one block and one head each.
///
/// A row of input is one observation for each agent, then for each the choice before its own: a flag for the first
/// agent, one for each action; all zero where the agent before chose nothing. So all choices of a step are weighed at
/// once where they are known (teacher forcing). Choices become tokens a; x = norm(a + attention(a, a, a)),
/// y = norm(h + attention(h, x, x)) with the encoder's tokens h as queries, z = norm(y + perceptron(y)). Attention goes
/// along the edges of the graph and never forwards, so that no agent learns of a choice that comes after its own. The
/// relations that the encoder adds to queries and keys are not used here. `O(rows * agents * width * (width + agents))`.
struct SequentialLayer: Layer {
  var inputs: Int { agents * (encoder.embed.inputs + choiceSize) }
  var outputs: Int { agents * actions }

  let agents: Int
  let actions: Int
  let width: Int
  let encoder: CommunicationLayer
  let embed: Dense
  let project: Affine
  let combine: Affine
  let query: Affine
  let answer: Affine
  let join: Affine
  let norms: [LayerNorm]
  let perceptron: Stack
  let head: Dense
  /// A flag for the first agent, and one for each action.
  private var choiceSize: Int { actions + 1 }
  private var attention: EdgeAttention { EdgeAttention(agents: agents, width: width) }

  init(
    _ settings: Communication, _ shape: WorldShape, isSoft: Bool = false, in layout: inout ParameterLayout
  ) {
    (agents, actions, width) = (shape.agents, shape.actions, settings.width)
    encoder = CommunicationLayer(settings, shape, isSoft: isSoft, hasHead: false, in: &layout)
    let (width, start) = (settings.width, Initialisation.xavier(gain: 1))
    embed = Dense(
      "actor.choice", inputs: shape.actions + 1, outputs: width, activation: .tanh,
      start: .orthogonal(gain: Float(2).squareRoot()), in: &layout)
    project = Affine("actor.choices.project", inputs: width, outputs: 3 * width, start: start, &layout)
    combine = Affine("actor.choices.combine", inputs: width, outputs: width, start: start, &layout)
    query = Affine("actor.asking.query", inputs: width, outputs: width, start: start, &layout)
    answer = Affine("actor.asking.answer", inputs: width, outputs: 2 * width, start: start, &layout)
    join = Affine("actor.asking.combine", inputs: width, outputs: width, start: start, &layout)
    var norms: [LayerNorm] = []
    for index in 0..<3 {
      norms.append(LayerNorm("actor.decoder.norm\(index)", features: width, in: &layout))
    }
    self.norms = norms
    perceptron = Stack.perceptron(
      "actor.decoder", inputs: width, hidden: [width], outputs: width, activation: .tanh, lastGain: 1,
      in: &layout)
    head = Dense(
      "actor.decoder.head", inputs: width, outputs: shape.actions, start: .orthogonal(gain: 0.01),
      in: &layout)
  }

  func tapeCount(rows: Int) -> Int { Memory(self, rows).count }

  func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    encoder.initialise(parameters, &random)
    embed.initialise(parameters, &random)
    for affine in [project, combine, query, answer, join] { affine.initialise(parameters, &random) }
    for norm in norms { norm.initialise(parameters, &random) }
    perceptron.initialise(parameters, &random)
    head.initialise(parameters, &random)
  }

  // MARK: - Input

  /// Writes observations into `input`, as if nobody had chosen yet.
  func begin(_ input: UnsafeMutablePointer<Float>, observations: UnsafePointer<Float>, rows: Int) {
    let seen = agents * encoder.embed.inputs
    for row in 0..<rows {
      let target = input + row * inputs
      target.update(from: observations + row * seen, count: seen)
      (target + seen).update(repeating: 0, count: agents * choiceSize)
      target[seen] = 1
    }
  }

  /// Tells the agent behind `agent` what that chose.
  func tell(_ input: UnsafeMutablePointer<Float>, row: Int, agent: Int, choice: Int) {
    if agent + 1 == agents { return }
    input[row * inputs + agents * encoder.embed.inputs + (agent + 1) * choiceSize + 1 + choice] = 1
  }

  // MARK: - Forward and backward

  func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    encode(parameters, input, rows, tape)
    decode(parameters, input, rows, output, tape)
  }

  /// What agents see and hear, which is the same whatever they choose.
  func encode(
    _ parameters: UnsafePointer<Float>, _ input: UnsafePointer<Float>, _ rows: Int,
    _ tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let seen = agents * encoder.embed.inputs
    for row in 0..<rows {
      (tape + memory.seen + row * seen).update(from: input + row * inputs, count: seen)
    }
    encoder.forward(
      parameters, input: tape + memory.seen, rows: rows, output: tape + memory.heard,
      tape: tape + memory.encoderTape)
    encoder.graph.edges(parameters, soft: tape + memory.soft, hard: tape + memory.open)
    if encoder.isSoft {
      (tape + memory.open).update(from: tape + memory.soft, count: agents * agents)
      for agent in 0..<agents { tape[memory.open + agent * (agents + 1)] = 1 }
    }
    query.forward(parameters, tape + memory.heard, stride: width, rows: rows * agents, tape + memory.queries)
  }

  /// Logits by the choices in `input`, after `encode`.
  func decode(
    _ parameters: UnsafePointer<Float>, _ input: UnsafePointer<Float>, _ rows: Int,
    _ output: UnsafeMutablePointer<Float>, _ tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let (tokens, seen) = (rows * agents, agents * encoder.embed.inputs)
    for row in 0..<rows {
      (tape + memory.choices + row * agents * choiceSize).update(
        from: input + row * inputs + seen, count: agents * choiceSize)
    }
    embed.forward(
      parameters, input: tape + memory.choices, rows: tokens, output: tape + memory.chosen,
      tape: tape + memory.embedTape)
    project.forward(parameters, tape + memory.chosen, stride: width, rows: tokens, tape + memory.projected)
    for row in 0..<rows {
      attention.forward(
        memory.projected(tape, row, 0), memory.projected(tape, row, 1), memory.projected(tape, row, 2),
        open: tape + memory.open, weights: tape + memory.weights[0] + row * agents * agents,
        into: memory.plain(tape, memory.means[0], row))
    }
    add(parameters, combine, memory.means[0], to: memory.chosen, 0, memory, tokens, tape)
    answer.forward(parameters, tape + memory.normal[0], stride: width, rows: tokens, tape + memory.answers)
    for row in 0..<rows {
      attention.forward(
        memory.plain(tape, memory.queries, row), memory.answers(tape, row, 0), memory.answers(tape, row, 1),
        open: tape + memory.open, weights: tape + memory.weights[1] + row * agents * agents,
        into: memory.plain(tape, memory.means[1], row))
    }
    add(parameters, join, memory.means[1], to: memory.heard, 1, memory, tokens, tape)
    perceptron.forward(
      parameters, input: tape + memory.normal[1], rows: tokens, output: tape + memory.sums[2],
      tape: tape + memory.perceptronTape)
    Lanes.axpy(1, tape + memory.normal[1], tape + memory.sums[2], count: tokens * width)
    norms[2].forward(
      parameters, input: tape + memory.sums[2], rows: tokens, output: tape + memory.normal[2],
      tape: tape + memory.normTapes[2])
    head.forward(
      parameters, input: tape + memory.normal[2], rows: tokens, output: output, tape: tape + memory.headTape)
  }

  /// The norm of what was there and what attention makes of it.
  private func add(
    _ parameters: UnsafePointer<Float>, _ affine: Affine, _ means: Int, to residual: Int, _ index: Int,
    _ memory: Memory, _ tokens: Int, _ tape: UnsafeMutablePointer<Float>
  ) {
    affine.forward(parameters, tape + means, stride: width, rows: tokens, tape + memory.sums[index])
    Lanes.axpy(1, tape + residual, tape + memory.sums[index], count: tokens * width)
    norms[index].forward(
      parameters, input: tape + memory.sums[index], rows: tokens, output: tape + memory.normal[index],
      tape: tape + memory.normTapes[index])
  }

  func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let (tokens, size) = (rows * agents, rows * agents * width)
    let (one, two, scratch) = (tape + memory.byOne, tape + memory.byTwo, tape + memory.scratch)
    (tape + memory.byOpen).update(repeating: 0, count: agents * agents)
    head.backward(
      parameters, gradients: gradients, input: tape + memory.normal[2], output: output,
      outputGradient: outputGradient, rows: tokens, inputGradient: one, tape: tape + memory.headTape)
    backNorm(parameters, gradients, 2, memory, tokens, tape, from: one, to: two)
    perceptron.backward(
      parameters, gradients: gradients, input: tape + memory.normal[1], output: tape + memory.sums[2],
      outputGradient: two, rows: tokens, inputGradient: one, tape: tape + memory.perceptronTape)
    Lanes.axpy(1, two, one, count: size)
    backNorm(parameters, gradients, 1, memory, tokens, tape, from: one, to: two)
    // By what was heard: the residual now, the queries below.
    (tape + memory.byHeard).update(from: two, count: size)
    backAffine(parameters, gradients, join, memory.means[1], memory, tokens, tape, from: two, to: one)
    (tape + memory.byQueries).update(repeating: 0, count: size)
    (tape + memory.byAnswers).update(repeating: 0, count: 2 * size)
    for row in 0..<rows {
      attention.backward(
        memory.plain(tape, memory.queries, row), memory.answers(tape, row, 0), memory.answers(tape, row, 1),
        open: tape + memory.open, weights: tape + memory.weights[1] + row * agents * agents,
        byMeans: memory.plain(tape, memory.byOne, row), byQueries: memory.plain(tape, memory.byQueries, row),
        byKeys: memory.byAnswers(tape, row, 0), byValues: memory.byAnswers(tape, row, 1),
        byOpen: tape + memory.byOpen, slopes: tape + memory.slopes)
    }
    query.addGradients(
      gradients, tape + memory.heard, stride: width, rows: tokens, tape + memory.byQueries)
    query.inputGradient(
      parameters, rows: tokens, tape + memory.byQueries, tape + memory.byHeard, stride: width, adds: true,
      scratch: scratch)
    answer.addGradients(
      gradients, tape + memory.normal[0], stride: width, rows: tokens, tape + memory.byAnswers)
    answer.inputGradient(
      parameters, rows: tokens, tape + memory.byAnswers, one, stride: width, adds: false, scratch: scratch)
    backNorm(parameters, gradients, 0, memory, tokens, tape, from: one, to: two)
    backAffine(parameters, gradients, combine, memory.means[0], memory, tokens, tape, from: two, to: one)
    (tape + memory.byProjected).update(repeating: 0, count: 3 * size)
    for row in 0..<rows {
      attention.backward(
        memory.projected(tape, row, 0), memory.projected(tape, row, 1), memory.projected(tape, row, 2),
        open: tape + memory.open, weights: tape + memory.weights[0] + row * agents * agents,
        byMeans: memory.plain(tape, memory.byOne, row), byQueries: memory.byProjected(tape, row, 0),
        byKeys: memory.byProjected(tape, row, 1), byValues: memory.byProjected(tape, row, 2),
        byOpen: tape + memory.byOpen, slopes: tape + memory.slopes)
    }
    project.addGradients(
      gradients, tape + memory.chosen, stride: width, rows: tokens, tape + memory.byProjected)
    project.inputGradient(
      parameters, rows: tokens, tape + memory.byProjected, two, stride: width, adds: true, scratch: scratch)
    embed.backward(
      parameters, gradients: gradients, input: tape + memory.choices, output: tape + memory.chosen,
      outputGradient: two, rows: tokens, inputGradient: tape + memory.byChoices,
      tape: tape + memory.embedTape)
    encoder.graph.addGradients(gradients, soft: tape + memory.soft, byEdges: tape + memory.byOpen)
    encoder.backward(
      parameters, gradients: gradients, input: tape + memory.seen, output: tape + memory.heard,
      outputGradient: tape + memory.byHeard, rows: rows, inputGradient: tape + memory.bySeen,
      tape: tape + memory.encoderTape)
    guard let inputGradient else { return }
    let seen = agents * encoder.embed.inputs
    for row in 0..<rows {
      let target = inputGradient + row * inputs
      target.update(from: tape + memory.bySeen + row * seen, count: seen)
      (target + seen).update(
        from: tape + memory.byChoices + row * agents * choiceSize, count: agents * choiceSize)
    }
  }

  private func backNorm(
    _ parameters: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, _ index: Int,
    _ memory: Memory, _ tokens: Int, _ tape: UnsafeMutablePointer<Float>, from: UnsafePointer<Float>,
    to: UnsafeMutablePointer<Float>
  ) {
    norms[index].backward(
      parameters, gradients: gradients, input: tape + memory.sums[index], output: tape + memory.normal[index],
      outputGradient: from, rows: tokens, inputGradient: to, tape: tape + memory.normTapes[index])
  }

  private func backAffine(
    _ parameters: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, _ affine: Affine,
    _ means: Int, _ memory: Memory, _ tokens: Int, _ tape: UnsafeMutablePointer<Float>,
    from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>
  ) {
    affine.addGradients(gradients, tape + means, stride: width, rows: tokens, from)
    affine.inputGradient(
      parameters, rows: tokens, from, to, stride: width, adds: false, scratch: tape + memory.scratch)
  }
}
