import MusterMath

/// y = x W + b, the part that most layers are made of. W has `inputs` rows and `outputs` columns.
struct Affine: Sendable {
  let inputs: Int
  let outputs: Int
  let weights: Int
  let bias: Int
  let start: Initialisation

  init(_ name: String, inputs: Int, outputs: Int, start: Initialisation, _ layout: inout ParameterLayout) {
    self.inputs = inputs
    self.outputs = outputs
    self.start = start
    weights = layout.add(name + ".weights", rows: inputs, columns: outputs)
    bias = layout.add(name + ".bias", rows: 1, columns: outputs)
  }

  /// Memory that `backward` needs: the transpose of the weights.
  var scratchCount: Int { inputs * outputs }

  func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    start.fill(parameters + weights, inputs: inputs, outputs: outputs, &random)
    (parameters + bias).update(repeating: 0, count: outputs)
  }

  func forward(
    _ parameters: UnsafePointer<Float>, _ x: UnsafePointer<Float>, stride: Int, rows: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    Gemm.multiply(
      rows: rows, columns: outputs, steps: inputs, Gemm.Left(base: x, rowStride: stride, stepStride: 1),
      parameters + weights, bStride: outputs, start: .row(parameters + bias), y, cStride: outputs)
  }

  /// Adds the gradients of weights and bias for the gradient `dy` by the output.
  func addGradients(
    _ gradients: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, stride: Int, rows: Int,
    _ dy: UnsafePointer<Float>
  ) {
    Gemm.multiply(
      rows: inputs, columns: outputs, steps: rows, Gemm.Left(base: x, rowStride: 1, stepStride: stride),
      dy, bStride: outputs, start: .current, gradients + weights, cStride: outputs)
    for row in 0..<rows { Lanes.axpy(1, dy + row * outputs, gradients + bias, count: outputs) }
  }

  /// The gradient by the input, written or added to what stands there.
  func inputGradient(
    _ parameters: UnsafePointer<Float>, rows: Int, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, stride: Int, adds: Bool, scratch: UnsafeMutablePointer<Float>
  ) {
    Gemm.transpose(parameters + weights, rows: inputs, columns: outputs, scratch)
    Gemm.multiply(
      rows: rows, columns: inputs, steps: outputs,
      Gemm.Left(base: dy, rowStride: outputs, stepStride: 1), scratch, bStride: inputs,
      start: adds ? .current : .zero, dx, cStride: stride)
  }
}
