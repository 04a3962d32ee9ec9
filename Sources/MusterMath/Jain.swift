/// How evenly shares are spread.
public enum Jain {
  /// Jain's fairness index (Jain, Chiu and Hawe, 1984): (sum x)^2 / (n sum x^2), from 1/n where one has all to
  /// 1 where all have the same. Shares are not below zero; no shares, or only zeros, are fair. `O(n)`.
  public static func index(_ shares: [Double]) -> Double {
    var largest = 0.0
    for share in shares { largest = max(largest, share) }
    guard largest > 0 else { return 1 }
    var sum = 0.0
    var squares = 0.0
    for share in shares {
      // Relative to the largest, so that no square overflows or vanishes.
      let part = share / largest
      sum += part
      squares += part * part
    }
    return sum * sum / (Double(shares.count) * squares)
  }
}
