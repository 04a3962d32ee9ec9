/// The smallest set of candidates whose probabilities add up to p (nucleus selection; Holtzman et al., 2020).
public enum TopP {
  /// The chosen indices, likeliest first; among equals the lower index first. At least one where any weight is above
  /// zero; weights need not add up to 1, and those that are not above zero are never chosen. `p` is held within 0...1.
  /// `O(n log n)`.
  public static func choose(_ weights: [Double], p: Double) -> [Int] {
    var order = weights.indices.filter { weights[$0] > 0 }
    order.sort { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
    // Added in the same order, so that p of 1 is reached by all of them, to the bit.
    let total = order.reduce(0) { $0 + weights[$1] }
    let wanted = p * total
    var sum = 0.0
    for (count, index) in order.enumerated() {
      sum += weights[index]
      if sum >= wanted { return Array(order.prefix(count + 1)) }
    }
    return order
  }
}
