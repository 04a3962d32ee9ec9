import MusterMath

/// A fully connected layer: activation(x W + b). `O(rows * inputs * outputs)`.
public struct Dense: Layer {
  public var inputs: Int { affine.inputs }
  public var outputs: Int { affine.outputs }
  /// The function behind the sums.
  public let activation: Activation

  let affine: Affine

  /// A layer whose parameters `name.weights` and `name.bias` are added to `layout`.
  public init(
    _ name: String, inputs: Int, outputs: Int, activation: Activation = .identity,
    start: Initialisation = .orthogonal(gain: 1), in layout: inout ParameterLayout
  ) {
    self.activation = activation
    affine = Affine(name, inputs: inputs, outputs: outputs, start: start, &layout)
  }

  public func tapeCount(rows: Int) -> Int { rows * outputs + affine.scratchCount }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    affine.initialise(parameters, &random)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    affine.forward(parameters, input, stride: inputs, rows: rows, output)
    activation.apply(output, count: rows * outputs)
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    var delta = outputGradient
    if activation != .identity {
      activation.backward(values: output, gradient: outputGradient, tape, count: rows * outputs)
      delta = UnsafePointer(tape)
    }
    affine.addGradients(gradients, input, stride: inputs, rows: rows, delta)
    guard let inputGradient else { return }
    affine.inputGradient(
      parameters, rows: rows, delta, inputGradient, stride: inputs, adds: false,
      scratch: tape + rows * outputs)
  }
}
