/// Scores to probabilities: p_i proportional to exp(score_i / temperature).
///
/// The greatest score is taken off first, so no score is too large. A score of minus infinity or NaN (not
/// feasible, not known) gets 0. As the temperature falls to 0 the best take all, in equal parts. `O(n)`, with our
/// own `exp`: equal bits on every host.
public enum Softmax {
  /// The probabilities of `scores`; they add up to 1, or are all 0 where no score is above minus infinity.
  public static func probabilities(_ scores: [Double], temperature: Double = 1) -> [Double] {
    var result = scores
    apply(&result, temperature: temperature)
    return result
  }

  /// Turns scores into probabilities in place.
  public static func apply(_ values: inout [Double], temperature: Double = 1) {
    precondition(temperature >= 0, "a temperature is not below zero")
    var best = -Double.infinity
    for value in values where value > best { best = value }
    var total = 0.0
    for index in values.indices {
      let weight = weight(values[index], best: best, temperature: temperature)
      values[index] = weight
      total += weight
    }
    guard total > 0 else { return }
    for index in values.indices { values[index] /= total }
  }

  /// exp((score - best) / temperature), and its limits.
  private static func weight(_ score: Double, best: Double, temperature: Double) -> Double {
    // Equality first: the distance between two infinities, and 0 / 0, would be NaN.
    if score == best { return best == -.infinity ? 0 : 1 }
    if !(score > -.infinity) || best == .infinity || temperature == 0 { return 0 }
    return Portable.exp((score - best) / temperature)
  }
}
