/// Whole powers of a base above 1, for thresholds in a geometric row.
enum Powers {
  static func power(_ base: Double, _ exponent: Int) -> Double {
    Portable.exp(Double(exponent) * Portable.log(base))
  }

  /// The least exponent whose power is `value`, above zero, or more.
  static func exponent(notBelow value: Double, of base: Double) -> Int {
    var exponent = Int((Portable.log(value) / Portable.log(base)).rounded(.down))
    while power(base, exponent) < value { exponent += 1 }
    return exponent
  }
}
