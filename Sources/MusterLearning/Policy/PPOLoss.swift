/// The losses of proximal policy optimisation (Schulman et al., 2017) for one row, with their gradients.
struct PPOLoss {
  /// How far the ratio of probabilities may move before the gradient stops.
  let clip: Float
  /// Weight of the entropy bonus.
  let entropy: Float

  /// What the rows of a batch summed up to.
  struct Sums {
    var rows = 0.0
    var entropy = 0.0
    /// The estimate (ratio - 1) - log ratio of the divergence from the old policy.
    var divergence = 0.0
    var clipped = 0.0
    var valueLoss = 0.0

    mutating func add(_ other: Sums) {
      rows += other.rows
      entropy += other.entropy
      divergence += other.divergence
      clipped += other.clipped
      valueLoss += other.valueLoss
    }
  }

  /// Writes to `gradient` the derivative by the logits of scale * (-min(r A, clip(r) A) - entropy weight * H).
  /// `probabilities` is memory for one row. A row without a possible action has no gradient.
  func policy(
    _ logits: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, count: Int, action: Int, oldLog: Float,
    advantage: Float, scale: Float, probabilities: UnsafeMutablePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>, _ sums: inout Sums
  ) {
    guard let normaliser = Categorical.probabilities(logits, mask: mask, count: count, probabilities) else {
      gradient.update(repeating: 0, count: count)
      return
    }
    let log = logits[action] - normaliser
    let ratio = FloatMath.exp(log - oldLog)
    let isClipped = advantage >= 0 ? ratio > 1 + clip : ratio < 1 - clip
    let byLog = isClipped ? 0 : -advantage * ratio * scale
    var disorder: Float = 0
    for other in 0..<count where probabilities[other] > 0 {
      disorder -= probabilities[other] * (logits[other] - normaliser)
    }
    for other in 0..<count {
      let p = probabilities[other]
      // A possible action may be so unlikely that p is 0: its terms vanish.
      let byEntropy = p > 0 ? p * (logits[other] - normaliser + disorder) : 0
      gradient[other] = byLog * ((other == action ? 1 : 0) - p) + entropy * scale * byEntropy
    }
    sums.rows += 1
    sums.entropy += Double(disorder)
    sums.divergence += Double(ratio - 1 - (log - oldLog))
    sums.clipped += isClipped ? 1 : 0
  }

  /// Adds to `gradient` the derivative by the logits of the cross-entropy with `advice`, of whose probability the
  /// share `doubt` is spread over all possible actions; nothing where there is no advice (-1). Times `scale`.
  func imitation(
    _ logits: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?, count: Int, advice: Int, doubt: Float,
    scale: Float, probabilities: UnsafeMutablePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
    _ sums: inout Sums
  ) {
    guard advice >= 0,
      let normaliser = Categorical.probabilities(logits, mask: mask, count: count, probabilities)
    else { return }
    var possible: Float = 0
    for action in 0..<count where mask.map({ $0[action] != 0 }) ?? true { possible += 1 }
    for action in 0..<count where mask.map({ $0[action] != 0 }) ?? true {
      let target = doubt / possible + (action == advice ? 1 - doubt : 0)
      gradient[action] += scale * (probabilities[action] - target)
      sums.entropy -= Double(probabilities[action] * (logits[action] - normaliser))
    }
    sums.rows += 1
  }

  /// The derivative of scale * (value - target)^2 / 2 by the value.
  func value(_ value: Float, target: Float, scale: Float, _ sums: inout Sums) -> Float {
    let error = value - target
    sums.valueLoss += Double(error) * Double(error) / 2
    return scale * error
  }
}
