/// Draws with given weights, with the probability of the draw where off-policy evaluation needs it.
extension Random {
  /// An index drawn with probability proportional to exp(score / temperature), and that probability; nil where
  /// no score is above minus infinity. `O(n)`, one draw.
  public mutating func pick(
    softmax scores: [Double], temperature: Double = 1
  ) -> (index: Int, probability: Double)? {
    let probabilities = Softmax.probabilities(scores, temperature: temperature)
    guard let index = pick(weights: probabilities) else { return nil }
    return (index, probabilities[index])
  }

  /// Up to `count` different indices, one after another in proportion to the weights still left (Efraimidis and
  /// Spirakis, 2006), in the order drawn. Indices of weight zero are never drawn. `O(n log n)`, one draw a
  /// positive weight.
  public mutating func sample(_ count: Int, weights: [Double]) -> [Int] {
    var waits: [(wait: Double, index: Int)] = []
    for (index, weight) in weights.enumerated() where weight > 0 {
      // The first of independent exponential waits falls to each in proportion to its rate.
      waits.append((exponential(mean: 1) / weight, index))
    }
    waits.sort { $0.wait != $1.wait ? $0.wait < $1.wait : $0.index < $1.index }
    return waits.prefix(max(count, 0)).map(\.index)
  }
}
