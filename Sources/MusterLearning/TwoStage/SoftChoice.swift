import MusterMath

/// Sums over the choices of a soft policy, as the losses of soft actor and critic have them.
enum SoftChoice {
  /// The expected value less `entropy` times the logarithm of the probability: sum_j p_j (q_j - entropy ln p_j).
  static func value(
    _ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, count: Int, entropy: Float
  ) -> Float {
    var sum: Float = 0
    for at in 0..<count where p[at] > 0 { sum += p[at] * (q[at] - entropy * log(p[at])) }
    return sum
  }

  /// Writes the gradient by the logits of sum_j p_j (entropy ln p_j - slope q_j).
  static func gradient(
    _ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, count: Int, slope: Float, entropy: Float,
    _ target: UnsafeMutablePointer<Float>
  ) {
    var mean: Float = 0
    for at in 0..<count where p[at] > 0 {
      target[at] = entropy * log(p[at]) - slope * q[at]
      mean += p[at] * target[at]
    }
    for at in 0..<count { target[at] = p[at] > 0 ? p[at] * (target[at] - mean) : 0 }
  }

  private static func log(_ number: Float) -> Float { Float(Portable.log(Double(number))) }
}
