import MusterLearning
import MusterMath

/// Compares a layer's backward pass with finite differences of its forward pass.
///
/// The loss is a fixed random weighting of all outputs, summed in Double. The derivative is the five-point formula
/// with a step of 1/32: its own error is step^4 / 30 of the fifth derivative, below 1e-6 here; what is left is the
/// rounding of single precision, a few times 6e-8 * |loss's terms| / step, about 1e-5. A wrong term is off by its own
/// size. The tolerance of 4e-4 (of the number or of 1) lies between.
struct GradientCheck {
  static let tolerance = 4e-4
  let layer: any Layer
  let rows: Int
  var parameters: [Float]
  var input: [Float]
  let weights: [Double]
  /// How far parameters are moved: a function that bends sharply wants less, at the price of more rounding.
  var step: Float = 1 / 32

  init(_ layer: any Layer, _ layout: ParameterLayout, rows: Int, seed: UInt64) {
    self.layer = layer
    self.rows = rows
    var random = Random(seed: seed)
    let memory = FloatMemory(count: layout.count)
    layer.initialise(memory.base, &random)
    // Biases, shifts and scales off their first values too, or an error in them might not show.
    parameters = memory.values.map { $0 + Float(random.normal(mean: 0, deviation: 0.1)) }
    input = (0..<(rows * layer.inputs)).map { _ in Float(random.normal()) }
    weights = (0..<(rows * layer.outputs)).map { _ in random.normal() }
  }

  private func loss(_ parameters: [Float], _ input: [Float]) -> Double {
    let output = FloatMemory(count: rows * layer.outputs)
    let tape = FloatMemory(count: layer.tapeCount(rows: rows))
    layer.forward(parameters, input: input, rows: rows, output: output.base, tape: tape.base)
    return zip(output.values, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// The greatest distances between the two gradients: by the parameters and by the input.
  func run(byInput: Bool = true) -> (parameters: Double, input: Double) {
    let output = FloatMemory(count: rows * layer.outputs)
    let tape = FloatMemory(count: layer.tapeCount(rows: rows))
    let gradients = FloatMemory(count: parameters.count)
    let inputGradient = FloatMemory(count: input.count)
    layer.forward(parameters, input: input, rows: rows, output: output.base, tape: tape.base)
    layer.backward(
      parameters, gradients: gradients.base, input: input, output: output.base,
      outputGradient: weights.map { Float($0) }, rows: rows,
      inputGradient: byInput ? inputGradient.base : nil, tape: tape.base)
    let first = distance(gradients.values, parameters) { loss($0, input) }
    let second = byInput ? distance(inputGradient.values, input) { loss(parameters, $0) } : 0
    return (first, second)
  }

  /// The greatest distance between the two gradients by the parameters of a range.
  func distance(in range: Range<Int>) -> Double {
    let output = FloatMemory(count: rows * layer.outputs)
    let tape = FloatMemory(count: layer.tapeCount(rows: rows))
    let gradients = FloatMemory(count: parameters.count)
    layer.forward(parameters, input: input, rows: rows, output: output.base, tape: tape.base)
    layer.backward(
      parameters, gradients: gradients.base, input: input, output: output.base,
      outputGradient: weights.map { Float($0) }, rows: rows, inputGradient: nil, tape: tape.base)
    return distance(gradients.values, parameters, range: range) { loss($0, input) }
  }

  private func distance(
    _ gradient: [Float], _ point: [Float], range: Range<Int>? = nil, _ loss: ([Float]) -> Double
  ) -> Double {
    var worst = 0.0
    for index in range ?? point.indices {
      func at(_ steps: Float) -> Double {
        var moved = point
        moved[index] += steps * step
        return loss(moved)
      }
      let slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * Double(step))
      worst = max(worst, abs(slope - Double(gradient[index])) / max(1, abs(slope)))
    }
    return worst
  }
}
