/// The mean of the worst outcomes of a sample, where more is better.
public enum TailRisk {
  /// CVaR at level t in (0, 1]: max over b of b + E[min(G - b, 0)] / t, which is the mean of the worst share t
  /// (Rockafellar and Uryasev, 2000; in this form 2501.13028). The best b is a value of the sample, so it is found
  /// exactly. Nil for an empty sample. `O(n log n)`.
  public static func conditionalValue(_ sample: [Double], level t: Double) -> Double? {
    precondition(t > 0 && t <= 1, "a level lies in (0, 1]")
    guard !sample.isEmpty else { return nil }
    let sorted = sample.sorted()
    let wanted = t * Double(sorted.count)
    var sum = 0.0
    for (index, value) in sorted.enumerated() {
      guard Double(index + 1) < wanted else { return (sum + (wanted - Double(index)) * value) / wanted }
      sum += value
    }
    return sum / wanted
  }
}
