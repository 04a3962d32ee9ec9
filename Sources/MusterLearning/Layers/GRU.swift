import MusterMath

/// One step of a gated recurrent unit (Cho et al., 2014; the reset gate behind the product, as in cuDNN).
///
/// A row of input is x and then the hidden state h; a row of output is the next hidden state:
/// r = s(x Wr + h Ur), z = s(x Wz + h Uz), n = tanh(x Wn + r * (h Un)), h' = (1 - z) n + z h, each sum with its
/// biases. Steps through time are the caller's: the input gradient carries on to the step before.
/// `O(rows * hidden * (features + hidden))`.
public struct GRU: Layer {
  public var inputs: Int { features + hidden }
  public var outputs: Int { hidden }

  let features: Int
  let hidden: Int
  let fromInput: Affine
  let fromState: Affine

  /// A layer whose parameters `name.input.*` and `name.state.*` are added to `layout`.
  public init(_ name: String, features: Int, hidden: Int, in layout: inout ParameterLayout) {
    self.features = features
    self.hidden = hidden
    fromInput = Affine(
      name + ".input", inputs: features, outputs: 3 * hidden, start: .xavier(gain: 1), &layout)
    fromState = Affine(
      name + ".state", inputs: hidden, outputs: 3 * hidden, start: .orthogonal(gain: 1), &layout)
  }

  /// Two blocks of three gates a row, and the transposed weights.
  public func tapeCount(rows: Int) -> Int {
    rows * 6 * hidden + max(fromInput.scratchCount, fromState.scratchCount)
  }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    fromInput.initialise(parameters, &random)
    fromState.initialise(parameters, &random)
  }

  /// Leaves r, z, n in the first block of the tape and the state's part of n in the second.
  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let second = tape + rows * 3 * hidden
    fromInput.forward(parameters, input, stride: inputs, rows: rows, tape)
    fromState.forward(parameters, input + features, stride: inputs, rows: rows, second)
    for row in 0..<rows {
      let (gates, state) = (tape + row * 3 * hidden, second + row * 3 * hidden)
      let (h, next) = (input + row * inputs + features, output + row * hidden)
      Lanes.axpy(1, state, gates, count: 2 * hidden)
      Lanes.map(gates, count: 2 * hidden) { FloatMath.sigmoid($0) }
      let (reset, update, fresh) = (gates, gates + hidden, gates + 2 * hidden)
      for at in 0..<hidden { fresh[at] += reset[at] * state[2 * hidden + at] }
      Lanes.map(fresh, count: hidden) { FloatMath.tanh($0) }
      for at in 0..<hidden { next[at] = fresh[at] + update[at] * (h[at] - fresh[at]) }
    }
  }

  /// Overwrites the tape: the first block with the gradients by the input's sums, the second by the state's.
  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let second = tape + rows * 3 * hidden
    let scratch = second + rows * 3 * hidden
    for row in 0..<rows {
      let (gates, state) = (tape + row * 3 * hidden, second + row * 3 * hidden)
      let (h, dy) = (input + row * inputs + features, outputGradient + row * hidden)
      for at in 0..<hidden {
        let (r, z, n) = (gates[at], gates[hidden + at], gates[2 * hidden + at])
        let dz = dy[at] * (h[at] - n) * z * (1 - z)
        let dn = dy[at] * (1 - z) * (1 - n * n)
        let dr = dn * state[2 * hidden + at] * r * (1 - r)
        inputGradient?[row * inputs + features + at] = dy[at] * z
        (gates[at], gates[hidden + at], gates[2 * hidden + at]) = (dr, dz, dn)
        (state[at], state[hidden + at], state[2 * hidden + at]) = (dr, dz, dn * r)
      }
    }
    fromInput.addGradients(gradients, input, stride: inputs, rows: rows, tape)
    fromState.addGradients(gradients, input + features, stride: inputs, rows: rows, second)
    guard let inputGradient else { return }
    fromInput.inputGradient(
      parameters, rows: rows, tape, inputGradient, stride: inputs, adds: false, scratch: scratch)
    fromState.inputGradient(
      parameters, rows: rows, second, inputGradient + features, stride: inputs, adds: true,
      scratch: scratch)
  }
}
