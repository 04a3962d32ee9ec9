import MusterMath

/// Layers one behind the other: a layer itself.
public struct Stack: Layer {
  public let inputs: Int
  public let outputs: Int
  /// The layers in order.
  public let layers: [any Layer]

  /// `layers` must not be empty, and each must take what the one before it gives.
  public init(_ layers: [any Layer]) {
    guard let first = layers.first, let last = layers.last else {
      preconditionFailure("a stack has at least one layer")
    }
    for (before, after) in zip(layers, layers.dropFirst()) {
      precondition(
        before.outputs == after.inputs,
        "a layer of \(before.outputs) outputs stands before one of \(after.inputs) inputs")
    }
    self.layers = layers
    inputs = first.inputs
    outputs = last.outputs
  }

  /// Dense layers of the sizes `hidden`, each followed by `activation`, and a last one without. Orthogonal weights
  /// with gain sqrt(2), `lastGain` in the last one, as PPO's implementations have it.
  public static func perceptron(
    _ name: String, inputs: Int, hidden: [Int], outputs: Int, activation: Activation, lastGain: Float,
    in layout: inout ParameterLayout
  ) -> Stack {
    var layers: [any Layer] = []
    var width = inputs
    for (index, size) in hidden.enumerated() {
      layers.append(
        Dense(
          "\(name).\(index)", inputs: width, outputs: size, activation: activation,
          start: .orthogonal(gain: Float(2).squareRoot()), in: &layout))
      width = size
    }
    layers.append(
      Dense(
        "\(name).\(hidden.count)", inputs: width, outputs: outputs,
        start: .orthogonal(gain: lastGain), in: &layout))
    return Stack(layers)
  }

  /// For each layer its own tape, its output and the gradient by it.
  public func tapeCount(rows: Int) -> Int {
    layers.reduce(0) { $0 + $1.tapeCount(rows: rows) + 2 * rows * $1.outputs }
  }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    for layer in layers { layer.initialise(parameters, &random) }
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    var (current, free) = (input, tape)
    for (index, layer) in layers.enumerated() {
      let isLast = index == layers.count - 1
      let target = isLast ? output : free
      let own = free + 2 * rows * layer.outputs
      layer.forward(parameters, input: current, rows: rows, output: target, tape: own)
      current = UnsafePointer(target)
      free = own + layer.tapeCount(rows: rows)
    }
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    var end = tape + tapeCount(rows: rows)
    var (result, gradient) = (output, outputGradient)
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let own = end - layer.tapeCount(rows: rows)
      let start = own - 2 * rows * layer.outputs
      var (before, target) = (input, inputGradient)
      if index > 0 {
        let width = layers[index - 1].outputs
        let block = start - layers[index - 1].tapeCount(rows: rows) - 2 * rows * width
        before = UnsafePointer(block)
        target = block + rows * width
      }
      layer.backward(
        parameters, gradients: gradients, input: before, output: result, outputGradient: gradient,
        rows: rows, inputGradient: target, tape: own)
      result = before
      if let target { gradient = UnsafePointer(target) }
      end = start
    }
  }
}
