/// Exact quantiles of a sample: R's type 7, which is also numpy's default, with numpy's order of rounding.
public enum Quantile {
  /// The quantile of `values` at `p` in 0...1, or nil for no values. Values must not be NaN. `O(n log n)`.
  public static func of(_ values: [Double], _ p: Double) -> Double? {
    of(sorted: values.sorted(), p)
  }

  /// The quantiles of `values` at each of `points`, sorting once; empty for no values.
  public static func of(_ values: [Double], at points: [Double]) -> [Double] {
    let sorted = values.sorted()
    return points.compactMap { of(sorted: sorted, $0) }
  }

  /// The quantile at `p` of values in ascending order, or nil for none. `O(1)`.
  public static func of(sorted values: [Double], _ p: Double) -> Double? {
    precondition(p >= 0 && p <= 1, "a quantile lies in 0...1")
    guard !values.isEmpty else { return nil }
    let position = p * Double(values.count - 1)
    let index = min(Int(position), values.count - 1)
    let low = values[index]
    let high = values[min(index + 1, values.count - 1)]
    let fraction = position - Double(index)
    if low == high || fraction == 0 { return low }
    // The way from one to the other may be too long for a Double.
    guard (high - low).isFinite else { return low * (1 - fraction) + high * fraction }
    // Stepping from the nearer end keeps the result between the two and monotone.
    return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction)
  }
}
