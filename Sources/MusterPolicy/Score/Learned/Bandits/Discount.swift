import MusterMath

/// What evidence still counts for when it is some observations old: rate^age.
struct Discount: Sendable {
  let rate: Double
  /// The first powers; the rest is computed when asked for.
  private let powers: [Double]

  /// - Parameter rate: above 0, at most 1; 1 forgets nothing.
  init(_ rate: Double) {
    self.rate = rate
    var powers = [1.0]
    if rate < 1 {
      while powers.count < 1024, powers[powers.count - 1] > 1e-12 {
        powers.append(powers[powers.count - 1] * rate)
      }
    }
    self.powers = powers
  }

  var forgets: Bool { rate < 1 }

  subscript(age: UInt64) -> Double {
    if !forgets { return 1 }
    return age < UInt64(powers.count) ? powers[Int(age)] : Portable.pow(rate, Double(age))
  }
}
