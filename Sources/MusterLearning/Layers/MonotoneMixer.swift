import MusterMath

/// The mixer of QMIX (Rashid et al., 2018): the team's value from the agents', never falling in any of them.
///
/// A row of input is the state and then one value for each agent; the output is one number, by two hypernetworks
/// over the state with absolute weights and ELU between. Both biases are affine in the state (the paper's last one
/// has a hidden layer). `O(rows * state * agents * embedding)`.
public struct MonotoneMixer: Layer {
  public var inputs: Int { first.inputs }
  public var outputs: Int { 1 }

  let state: Int
  let embedding: Int
  let first: Hypernetwork
  let second: Hypernetwork

  /// A layer whose parameters `name.0.*` and `name.1.*` are added to `layout`.
  public init(_ name: String, state: Int, agents: Int, embedding: Int, in layout: inout ParameterLayout) {
    self.state = state
    self.embedding = embedding
    first = Hypernetwork(
      name + ".0", context: state, features: agents, outputs: embedding, isMonotone: true, activation: .elu,
      in: &layout)
    second = Hypernetwork(
      name + ".1", context: state, features: embedding, outputs: 1, isMonotone: true, in: &layout)
  }

  /// The hidden values and the gradient by them, the second's input and the gradient by it, both layers' tapes.
  public func tapeCount(rows: Int) -> Int {
    rows * 2 * (embedding + second.inputs) + first.tapeCount(rows: rows) + second.tapeCount(rows: rows)
  }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    first.initialise(parameters, &random)
    second.initialise(parameters, &random)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let joined = tape + rows * 2 * embedding
    let tapes = joined + rows * 2 * second.inputs
    first.forward(parameters, input: input, rows: rows, output: tape, tape: tapes)
    for row in 0..<rows {
      let target = joined + row * second.inputs
      target.update(from: input + row * inputs, count: state)
      (target + state).update(from: tape + row * embedding, count: embedding)
    }
    second.forward(
      parameters, input: joined, rows: rows, output: output, tape: tapes + first.tapeCount(rows: rows))
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let byHidden = tape + rows * embedding
    let joined = byHidden + rows * embedding
    let byJoined = joined + rows * second.inputs
    let tapes = byJoined + rows * second.inputs
    second.backward(
      parameters, gradients: gradients, input: joined, output: output, outputGradient: outputGradient,
      rows: rows, inputGradient: byJoined, tape: tapes + first.tapeCount(rows: rows))
    for row in 0..<rows {
      (byHidden + row * embedding).update(from: byJoined + row * second.inputs + state, count: embedding)
    }
    first.backward(
      parameters, gradients: gradients, input: input, output: tape, outputGradient: byHidden, rows: rows,
      inputGradient: inputGradient, tape: tapes)
    guard let inputGradient else { return }
    for row in 0..<rows {
      Lanes.axpy(1, byJoined + row * second.inputs, inputGradient + row * inputs, count: state)
    }
  }
}
