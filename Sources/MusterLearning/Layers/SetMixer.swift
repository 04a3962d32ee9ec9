import MusterMath

/// The mixer of two-stage allocation (arXiv 2407.00496): entities look at each other by self-attention, which gives
/// each of them weights w_i; the value of the whole is FC(activation(sum_i Q_i w_i)). The parameters do not depend on
/// how many entities there are.
///
/// A row of input is one vector for each entity and then one value Q_i for each; the output is one number.
/// `O(rows * entities * width * (width + entities))`.
public struct SetMixer: Layer {
  public var inputs: Int { entities * (size + 1) }
  public var outputs: Int { 1 }

  let entities: Int
  let size: Int
  let width: Int
  let channels: Int
  let activation: Activation
  let embed: Dense
  let attention: Attention
  let weigh: Affine
  let join: Affine

  /// A layer whose parameters `name.*` are added to `layout`; `channels` numbers are a w_i.
  public init(
    _ name: String, entities: Int, size: Int, width: Int, channels: Int, activation: Activation = .relu,
    in layout: inout ParameterLayout
  ) {
    (self.entities, self.size, self.width, self.channels) = (entities, size, width, channels)
    self.activation = activation
    embed = Dense(name + ".embed", inputs: size, outputs: width, activation: .tanh, in: &layout)
    attention = Attention(name + ".attention", entities: entities, width: width, in: &layout)
    weigh = Affine(name + ".weigh", inputs: width, outputs: channels, start: .xavier(gain: 1), &layout)
    join = Affine(name + ".join", inputs: channels, outputs: 1, start: .xavier(gain: 1), &layout)
  }

  /// Where things lie on the tape.
  private struct Memory {
    let vectors, tokens, mixed, weights, sums: Int
    let byVectors, byTokens, byMixed, byWeights, bySums, delta: Int
    let embedTape, attentionTape, scratch, count: Int

    init(_ layer: SetMixer, _ rows: Int) {
      let all = rows * layer.entities
      var free = 0
      func take(_ size: Int) -> Int {
        free += size
        return free - size
      }
      vectors = take(all * layer.size)
      tokens = take(all * layer.width)
      mixed = take(all * layer.width)
      weights = take(all * layer.channels)
      sums = take(rows * layer.channels)
      byVectors = take(all * layer.size)
      byTokens = take(all * layer.width)
      byMixed = take(all * layer.width)
      byWeights = take(all * layer.channels)
      bySums = take(rows * layer.channels)
      delta = take(rows * layer.channels)
      embedTape = take(layer.embed.tapeCount(rows: all))
      attentionTape = take(layer.attention.tapeCount(rows: rows))
      scratch = take(max(layer.weigh.scratchCount, layer.join.scratchCount))
      count = free
    }
  }

  public func tapeCount(rows: Int) -> Int { Memory(self, rows).count }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    embed.initialise(parameters, &random)
    attention.initialise(parameters, &random)
    weigh.initialise(parameters, &random)
    // At first all entities count alike, and the whole is worth about their sum.
    for at in 0..<channels { parameters[weigh.bias + at] = 1 }
    join.initialise(parameters, &random)
    for at in 0..<channels { parameters[join.weights + at] = 1 / Float(channels) }
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let (all, numbers) = (rows * entities, entities * size)
    for row in 0..<rows {
      (tape + memory.vectors + row * numbers).update(from: input + row * inputs, count: numbers)
    }
    embed.forward(
      parameters, input: tape + memory.vectors, rows: all, output: tape + memory.tokens,
      tape: tape + memory.embedTape)
    attention.forward(
      parameters, input: tape + memory.tokens, rows: rows, output: tape + memory.mixed,
      tape: tape + memory.attentionTape)
    weigh.forward(parameters, tape + memory.mixed, stride: width, rows: all, tape + memory.weights)
    for row in 0..<rows {
      let sum = tape + memory.sums + row * channels
      sum.update(repeating: 0, count: channels)
      for entity in 0..<entities {
        let weights = tape + memory.weights + (row * entities + entity) * channels
        Lanes.axpy(input[row * inputs + numbers + entity], weights, sum, count: channels)
      }
    }
    activation.apply(tape + memory.sums, count: rows * channels)
    join.forward(parameters, tape + memory.sums, stride: channels, rows: rows, output)
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let (all, numbers, scratch) = (rows * entities, entities * size, tape + memory.scratch)
    join.addGradients(gradients, tape + memory.sums, stride: channels, rows: rows, outputGradient)
    join.inputGradient(
      parameters, rows: rows, outputGradient, tape + memory.bySums, stride: channels, adds: false,
      scratch: scratch)
    let delta = tape + memory.delta
    activation.backward(
      values: tape + memory.sums, gradient: tape + memory.bySums, delta, count: rows * channels)
    for row in 0..<rows {
      for entity in 0..<entities {
        let at = (row * entities + entity) * channels
        let value = input[row * inputs + numbers + entity]
        for channel in 0..<channels {
          tape[memory.byWeights + at + channel] = value * delta[row * channels + channel]
        }
        inputGradient?[row * inputs + numbers + entity] = Lanes.dot(
          tape + memory.weights + at, delta + row * channels, count: channels)
      }
    }
    weigh.addGradients(gradients, tape + memory.mixed, stride: width, rows: all, tape + memory.byWeights)
    weigh.inputGradient(
      parameters, rows: all, tape + memory.byWeights, tape + memory.byMixed, stride: width, adds: false,
      scratch: scratch)
    attention.backward(
      parameters, gradients: gradients, input: tape + memory.tokens, output: tape + memory.mixed,
      outputGradient: tape + memory.byMixed, rows: rows, inputGradient: tape + memory.byTokens,
      tape: tape + memory.attentionTape)
    embed.backward(
      parameters, gradients: gradients, input: tape + memory.vectors, output: tape + memory.tokens,
      outputGradient: tape + memory.byTokens, rows: all, inputGradient: tape + memory.byVectors,
      tape: tape + memory.embedTape)
    guard let inputGradient else { return }
    for row in 0..<rows {
      (inputGradient + row * inputs).update(from: tape + memory.byVectors + row * numbers, count: numbers)
    }
  }
}
