/// Orders and choices. The standard library's own shuffle may change between releases; ours may not.
extension Random {
  /// Puts `values` into a uniformly random order (Fisher–Yates). `O(n)`, one draw an element.
  @inlinable
  public mutating func shuffle<T>(_ values: inout [T]) {
    var last = values.count - 1
    while last > 0 {
      values.swapAt(last, below(last + 1))
      last -= 1
    }
  }

  /// An index drawn in proportion to its weight, or nil when no weight is above zero. Weights below zero and
  /// NaN count as zero; weights must be finite. `O(n)`, one draw.
  @inlinable
  public mutating func pick(weights: [Double]) -> Int? {
    var total = 0.0
    for weight in weights where weight > 0 { total += weight }
    guard total > 0 else { return nil }
    var rest = unit() * total
    var chosen: Int?
    for (index, weight) in weights.enumerated() where weight > 0 {
      // Rounding can leave a little of the total over: the last index with any weight then stands.
      chosen = index
      rest -= weight
      if rest < 0 { break }
    }
    return chosen
  }
}
