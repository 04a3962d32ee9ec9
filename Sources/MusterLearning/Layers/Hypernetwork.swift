import MusterMath

/// A dense layer whose weights are themselves the output of a dense layer over a context (Ha, Dai and Le, 2017).
///
/// A row of input is the context c and then x; the output is activation(x W(c) + b(c)), with W and b affine in c.
/// A monotone one takes |W(c)|, so that no output falls when an x rises: the mixer of QMIX (Rashid et al., 2018).
/// `O(rows * context * features * outputs)`.
public struct Hypernetwork: Layer {
  public var inputs: Int { context + features }
  public let outputs: Int

  let context: Int
  let features: Int
  let isMonotone: Bool
  let activation: Activation
  let toWeights: Affine
  let toBias: Affine

  /// A layer whose parameters `name.weights.*` and `name.bias.*` are added to `layout`.
  public init(
    _ name: String, context: Int, features: Int, outputs: Int, isMonotone: Bool = false,
    activation: Activation = .identity, in layout: inout ParameterLayout
  ) {
    self.context = context
    self.features = features
    self.outputs = outputs
    self.isMonotone = isMonotone
    self.activation = activation
    toWeights = Affine(
      name + ".weights", inputs: context, outputs: features * outputs, start: .xavier(gain: 1), &layout)
    toBias = Affine(
      name + ".bias", inputs: context, outputs: outputs, start: .xavier(gain: 1), &layout)
  }

  public func tapeCount(rows: Int) -> Int {
    rows * (2 * features * outputs + outputs) + max(toWeights.scratchCount, toBias.scratchCount)
  }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    toWeights.initialise(parameters, &random)
    toBias.initialise(parameters, &random)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let size = features * outputs
    toWeights.forward(parameters, input, stride: inputs, rows: rows, tape)
    toBias.forward(parameters, input, stride: inputs, rows: rows, output)
    for row in 0..<rows {
      let (x, y) = (input + row * inputs + context, output + row * outputs)
      for feature in 0..<features {
        let weights = tape + row * size + feature * outputs
        for at in 0..<outputs { y[at] += x[feature] * (isMonotone ? abs(weights[at]) : weights[at]) }
      }
    }
    activation.apply(output, count: rows * outputs)
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let size = features * outputs
    let byWeights = tape + rows * size
    let delta = byWeights + rows * size
    let scratch = delta + rows * outputs
    activation.backward(values: output, gradient: outputGradient, delta, count: rows * outputs)
    for row in 0..<rows {
      let (x, dy) = (input + row * inputs + context, delta + row * outputs)
      for feature in 0..<features {
        let weights = tape + row * size + feature * outputs
        let target = byWeights + row * size + feature * outputs
        var slope: Float = 0
        for at in 0..<outputs {
          let isTurned = isMonotone && weights[at] < 0
          target[at] = isTurned ? -x[feature] * dy[at] : x[feature] * dy[at]
          slope += isTurned ? -weights[at] * dy[at] : weights[at] * dy[at]
        }
        inputGradient?[row * inputs + context + feature] = slope
      }
    }
    toWeights.addGradients(gradients, input, stride: inputs, rows: rows, byWeights)
    toBias.addGradients(gradients, input, stride: inputs, rows: rows, delta)
    guard let inputGradient else { return }
    toWeights.inputGradient(
      parameters, rows: rows, byWeights, inputGradient, stride: inputs, adds: false, scratch: scratch)
    toBias.inputGradient(
      parameters, rows: rows, delta, inputGradient, stride: inputs, adds: true, scratch: scratch)
  }
}
