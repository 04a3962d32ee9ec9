import MusterMath

/// A choice that gradients pass through (Jang, Gu and Poole, 2017; Maddison, Mnih and Teh, 2017).
enum GumbelSoftmax {
  /// Writes the softmax of (logits + noise) / temperature over what is possible to `soft` and the choice, 1 at its
  /// greatest, to `hard`. Both are zero, and false comes back, where nothing is possible. `count` draws.
  static func draw(
    _ logits: UnsafePointer<Float>, mask: UnsafePointer<UInt8>, count: Int, temperature: Float,
    soft: UnsafeMutablePointer<Float>, hard: UnsafeMutablePointer<Float>, _ random: inout Random
  ) -> Bool {
    for action in 0..<count {
      let noise = -Portable.log(random.exponential(mean: 1) + 1e-20)
      hard[action] = (logits[action] + Float(noise)) / temperature
    }
    let isPossible = Categorical.probabilities(hard, mask: mask, count: count, soft) != nil
    hard.update(repeating: 0, count: count)
    if isPossible { hard[Categorical.best(soft, count: count)] = 1 }
    return isPossible
  }

  /// The gradient by the logits, given that by the choice: as if it had been soft.
  static func backward(
    soft: UnsafePointer<Float>, gradient: UnsafePointer<Float>, count: Int, temperature: Float,
    _ byLogits: UnsafeMutablePointer<Float>
  ) {
    let mean = Lanes.dot(soft, gradient, count: count)
    for action in 0..<count { byLogits[action] = soft[action] * (gradient[action] - mean) / temperature }
  }
}
