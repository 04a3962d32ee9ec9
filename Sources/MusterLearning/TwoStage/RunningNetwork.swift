import MusterMath

/// A network with memory to run it, forward and backward, on up to `rows` rows.
final class RunningNetwork {
  let network: Network
  let output: FloatMemory
  let byOutput: FloatMemory
  let byInput: FloatMemory
  private let gradients: FloatMemory
  private let tape: FloatMemory

  init(_ layer: any Layer, _ layout: ParameterLayout, rows: Int, epsilon: Float, _ random: inout Random) {
    network = Network(layer, layout, epsilon: epsilon, &random)
    output = FloatMemory(count: rows * layer.outputs)
    byOutput = FloatMemory(count: rows * layer.outputs)
    byInput = FloatMemory(count: rows * layer.inputs)
    gradients = FloatMemory(count: layout.count)
    tape = FloatMemory(count: layer.tapeCount(rows: rows))
  }

  /// Fills `output`.
  func forward(_ input: UnsafePointer<Float>, rows: Int) {
    network.layer.forward(
      network.values.base, input: input, rows: rows, output: output.base, tape: tape.base)
  }

  /// From `byOutput` to the parameters' gradients and `byInput`.
  func backward(_ input: UnsafePointer<Float>, rows: Int) {
    gradients.clear()
    network.layer.backward(
      network.values.base, gradients: gradients.base, input: input, output: output.base,
      outputGradient: byOutput.base, rows: rows, inputGradient: byInput.base, tape: tape.base)
  }

  /// One step against what `backward` left.
  func step(rate: Float, clip: Float) throws(TrainingError) {
    _ = try network.step([gradients], rate: rate, clip: clip)
  }

  /// Moves towards `other` by `share`.
  func approach(_ other: RunningNetwork, _ share: Float) {
    let (own, its) = (network.values, other.network.values)
    for at in 0..<own.count { own.base[at] += share * (its.base[at] - own.base[at]) }
  }
}
