import MusterMath

/// Each row to mean 0 and variance 1, then scaled and shifted by learned numbers (Ba, Kiros and Hinton, 2016).
/// `O(rows * features)`.
public struct LayerNorm: Layer {
  public var inputs: Int { features }
  public var outputs: Int { features }

  let features: Int
  let scale: Int
  let shift: Int
  /// Added to the variance, so that a constant row is no division by zero.
  static let epsilon: Float = 1e-5

  /// A layer whose parameters `name.scale` and `name.shift` are added to `layout`.
  public init(_ name: String, features: Int, in layout: inout ParameterLayout) {
    self.features = features
    scale = layout.add(name + ".scale", rows: 1, columns: features)
    shift = layout.add(name + ".shift", rows: 1, columns: features)
  }

  public func tapeCount(rows: Int) -> Int { rows * (features + 1) + features }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    (parameters + scale).update(repeating: 1, count: features)
    (parameters + shift).update(repeating: 0, count: features)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let inverses = tape + rows * features
    for row in 0..<rows {
      let (x, normal) = (input + row * features, tape + row * features)
      var mean: Float = 0
      for at in 0..<features { mean += x[at] }
      mean /= Float(features)
      for at in 0..<features { normal[at] = x[at] - mean }
      let variance = Lanes.dot(normal, normal, count: features) / Float(features)
      let inverse = 1 / (variance + Self.epsilon).squareRoot()
      inverses[row] = inverse
      let y = output + row * features
      for at in 0..<features {
        normal[at] *= inverse
        y[at] = normal[at] * parameters[scale + at] + parameters[shift + at]
      }
    }
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let inverses = tape + rows * features
    let scaled = inverses + rows
    for row in 0..<rows {
      let (dy, normal) = (outputGradient + row * features, tape + row * features)
      var sum: Float = 0
      for at in 0..<features {
        gradients[scale + at] += dy[at] * normal[at]
        gradients[shift + at] += dy[at]
        scaled[at] = dy[at] * parameters[scale + at]
        sum += scaled[at]
      }
      guard let inputGradient else { continue }
      let mean = sum / Float(features)
      let product = Lanes.dot(scaled, normal, count: features) / Float(features)
      let dx = inputGradient + row * features
      for at in 0..<features { dx[at] = inverses[row] * (scaled[at] - mean - normal[at] * product) }
    }
  }
}
