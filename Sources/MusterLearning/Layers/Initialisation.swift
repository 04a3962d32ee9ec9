import MusterMath

/// How the weights of a dense layer begin. Biases begin with 0.
public enum Initialisation: Sendable, Equatable {
  /// Orthonormal rows or columns, whichever are fewer, times the gain (Saxe, McClelland and Ganguli, 2014).
  case orthogonal(gain: Float)
  /// Uniform within gain * sqrt(6 / (inputs + outputs)) of 0 (Glorot and Bengio, 2010).
  case xavier(gain: Float)

  /// Writes a matrix of `inputs` rows and `outputs` columns. Orthogonal costs `O(inputs * outputs * least)`.
  public func fill(
    _ weights: UnsafeMutablePointer<Float>, inputs: Int, outputs: Int, _ random: inout Random
  ) {
    switch self {
    case .xavier(let gain):
      let limit = Double(gain) * (6 / Double(inputs + outputs)).squareRoot()
      for index in 0..<(inputs * outputs) { weights[index] = Float(random.uniform(-limit, limit)) }
    case .orthogonal(let gain):
      let (count, length) = (min(inputs, outputs), max(inputs, outputs))
      let vectors = Self.orthonormal(count: count, length: length, &random)
      for vector in 0..<count {
        for element in 0..<length {
          let index = inputs <= outputs ? vector * outputs + element : element * outputs + vector
          weights[index] = gain * Float(vectors[vector * length + element])
        }
      }
    }
  }

  /// `count` orthonormal vectors, uniformly directed: normal numbers by Gram and Schmidt's method, each projection
  /// taken twice so that rounding leaves nothing over.
  private static func orthonormal(count: Int, length: Int, _ random: inout Random) -> [Double] {
    var vectors = (0..<(count * length)).map { _ in random.normal() }
    for vector in 0..<count {
      let start = vector * length
      for other in [Int](0..<vector) + [Int](0..<vector) {
        var product = 0.0
        for at in 0..<length { product += vectors[start + at] * vectors[other * length + at] }
        for at in 0..<length { vectors[start + at] -= product * vectors[other * length + at] }
      }
      var square = 0.0
      for at in 0..<length { square += vectors[start + at] * vectors[start + at] }
      let scale = 1 / square.squareRoot()
      for at in 0..<length { vectors[start + at] *= scale }
    }
    return vectors
  }
}
