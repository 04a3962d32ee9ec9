import MusterMath

/// A layer with numbers: its parameters, their gradients and their optimiser.
final class Network: @unchecked Sendable {
  let layer: any Layer
  let layout: ParameterLayout
  let values: FloatMemory
  let gradients: FloatMemory
  var adam: Adam

  init(_ layer: any Layer, _ layout: ParameterLayout, epsilon: Float, _ random: inout Random) {
    self.layer = layer
    self.layout = layout
    values = FloatMemory(count: layout.count)
    gradients = FloatMemory(count: layout.count)
    adam = Adam(count: layout.count, epsilon: epsilon)
    layer.initialise(values.base, &random)
  }

  /// Sums gradients in the order given, cuts them to the norm `clip` and takes one step. Returns the norm before
  /// the cut; throws, and moves nothing, where it is not finite. Only the parameters in `range`, if it is given, count
  /// and move.
  func step(
    _ parts: [FloatMemory], rate: Float, clip: Float, range: Range<Int>? = nil
  ) throws(TrainingError) -> Double {
    gradients.clear()
    for part in parts { Lanes.axpy(1, part.base, gradients.base, count: gradients.count) }
    let own = range ?? 0..<gradients.count
    let norm = Adam.norm(gradients.base + own.lowerBound, count: own.count)
    guard norm.isFinite else {
      let index = own.first { !gradients.base[$0].isFinite } ?? 0
      throw .notFinite(block: layout.name(of: index) ?? "the network", step: adam.steps + 1)
    }
    let scale = norm > Double(clip) ? Float(Double(clip) / norm) : 1
    adam.step(values.base, gradients.base, rate: rate, scale: scale, range: range)
    return norm
  }
}
