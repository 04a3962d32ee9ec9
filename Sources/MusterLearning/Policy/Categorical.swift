import MusterMath

/// A choice among actions by logits, of which a mask may forbid some.
enum Categorical {
  /// Writes the probabilities and returns the logarithm of the sum of exponentials: an action's log-probability
  /// is its logit less that. Nil, and all zero, where no action is possible. `O(count)`.
  static func probabilities(
    _ logits: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, count: Int,
    _ target: UnsafeMutablePointer<Float>
  ) -> Float? {
    var greatest = -Float.infinity
    for action in 0..<count where mask.map({ $0[action] != 0 }) ?? true {
      // A NaN is kept: it must reach the gradients, where it is found.
      if !(logits[action] <= greatest) { greatest = logits[action] }
    }
    if greatest == -.infinity {
      target.update(repeating: 0, count: count)
      return nil
    }
    for action in 0..<count { target[action] = logits[action] - greatest }
    Lanes.map(target, count: count) { FloatMath.exp($0) }
    if let mask { for action in 0..<count where mask[action] == 0 { target[action] = 0 } }
    var total: Float = 0
    for action in 0..<count { total += target[action] }
    for action in 0..<count { target[action] /= total }
    return greatest + Float(Portable.log(Double(total)))
  }

  /// An action drawn by its probability. One draw. 0 where all probabilities are.
  static func sample(_ probabilities: UnsafePointer<Float>, count: Int, _ random: inout Random) -> Int {
    var rest = Float(random.unit())
    var chosen = 0
    for action in 0..<count where probabilities[action] > 0 {
      // Rounding can leave a little over: the last possible action then stands.
      chosen = action
      rest -= probabilities[action]
      if rest < 0 { break }
    }
    return chosen
  }

  /// The most probable action, the first of equals.
  static func best(_ probabilities: UnsafePointer<Float>, count: Int) -> Int {
    var best = 0
    for action in 1..<max(count, 1) where probabilities[action] > probabilities[best] { best = action }
    return best
  }
}
