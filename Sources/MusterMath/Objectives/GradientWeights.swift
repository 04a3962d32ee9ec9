/// Weights of several objectives that go where improvement is had: an objective whose gradient points where all of them
/// together point gains weight, one that stands against the rest loses.
///
/// w_j <- w_j exp(rate <g_j, sum g> / scale), then normalised to add up to 1. `O(objectives * length)` a step.
public struct GradientWeights: Sendable, Equatable {
  public let rate: Double
  /// What inner products are divided by.
  public let scale: Double
  /// Positive; they add up to 1.
  public private(set) var weights: [Double]

  /// No step changes the logarithm of a weight by more.
  static let longestStep = 20.0
  /// No weight falls below this share, from which it could not come back.
  public static let least = 1e-6

  public init(_ weights: [Double], rate: Double, scale: Double = 1) {
    precondition(!weights.isEmpty && weights.allSatisfy { $0 > 0 && $0.isFinite }, "weights are above zero")
    precondition(rate > 0 && rate.isFinite && scale > 0 && scale.isFinite, "rate and scale are above zero")
    let sum = weights.reduce(0, +)
    self.weights = weights.map { $0 / sum }
    self.rate = rate
    self.scale = scale
  }

  /// Puts the weights where they were; false, and nothing changed, where they cannot have been.
  public mutating func resume(at weights: [Double]) -> Bool {
    guard weights.count == self.weights.count, weights.allSatisfy({ $0 > 0 && $0 <= 1 }),
      (weights.reduce(0, +) - 1).magnitude < 1e-9
    else { return false }
    self.weights = weights
    return true
  }

  /// Takes a step.
  /// - Parameter gradients: of each objective, all of one length, finite.
  public mutating func step(_ gradients: [[Double]]) {
    precondition(gradients.count == weights.count, "every objective has a gradient")
    let length = gradients.map(\.count).min() ?? 0
    var products = Array(repeating: 0.0, count: weights.count)
    for at in 0..<length {
      let sum = gradients.reduce(0) { $0 + $1[at] }
      for objective in products.indices { products[objective] += gradients[objective][at] * sum }
    }
    for objective in weights.indices {
      let step = rate * products[objective] / scale
      let bounded = Double.minimum(Double.maximum(step, -Self.longestStep), Self.longestStep)
      weights[objective] *= Portable.exp(bounded)
    }
    let sum = weights.reduce(0, +)
    weights = weights.map { max($0 / sum, Self.least) }
    let floored = weights.reduce(0, +)
    weights = weights.map { $0 / floored }
  }
}
