#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Numbers as a reader wants them: as many digits as the interval supports.
enum NumberText {
  /// Shown where there is no value, so that it cannot be taken for 0.
  static let absent = "–"

  /// A number with a fixed count of decimals, correctly rounded; never `-0`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return absent }
    let text = printed("%.*f", decimals, value)
    return text.hasPrefix("-") && isZero(text) ? String(text.dropFirst()) : text
  }

  /// A number without an interval, to four significant digits; whole numbers in full.
  static func plain(_ value: Double, significant: Int = 4) -> String {
    guard value.isFinite else { return absent }
    if value == value.rounded(), value.magnitude < 1e15 { return fixed(value, decimals: 0) }
    let exponent = decimalExponent(value, significant: significant)
    if isExtreme(exponent) { return printed("%.*e", significant - 1, value) }
    return fixed(value, decimals: max(0, significant - 1 - exponent))
  }

  /// With so many decimals; what they would show as 0 and is not, to two significant digits.
  static func visible(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    return value.isFinite && value != 0 && isZero(text) ? plain(value, significant: 2) : text
  }

  /// A mean and its interval, rounded so that the interval keeps two significant digits.
  ///
  /// Two, because one would misstate an interval such as 0.14 by a third; more digits of the mean than that
  /// would be noise.
  static func estimate(mean: Double, ci95: Double?, signed: Bool = false) -> EstimateText {
    guard mean.isFinite else { return EstimateText(mean: absent, interval: nil) }
    guard let ci95, ci95.isFinite else {
      return EstimateText(mean: sign(plain(mean), mean, signed), interval: absent)
    }
    // An interval this small is the rounding of the arithmetic, not a finding.
    guard ci95 > mean.magnitude * 1e-12, ci95 > 0 else {
      return EstimateText(mean: sign(plain(mean), mean, signed), interval: "0")
    }
    let exponent = decimalExponent(ci95, significant: 2)
    if isExtreme(max(exponent, decimalExponent(mean, significant: 4))) {
      let text = printed("%.*e", 3, mean)
      return EstimateText(mean: sign(text, mean, signed), interval: printed("%.*e", 1, ci95))
    }
    let decimals = min(1 - exponent, 12)
    return EstimateText(
      mean: sign(rounded(mean, decimals: decimals), mean, signed),
      interval: rounded(ci95, decimals: decimals))
  }

  /// Rounds to decimals, or to tens, hundreds and so on where they are negative.
  private static func rounded(_ value: Double, decimals: Int) -> String {
    guard decimals < 0 else { return fixed(value, decimals: decimals) }
    var unit = 1.0
    for _ in 0..<(-decimals) { unit *= 10 }
    return fixed((value / unit).rounded(.toNearestOrEven) * unit, decimals: 0)
  }

  private static func sign(_ text: String, _ value: Double, _ signed: Bool) -> String {
    // A value that rounds to 0 has no sign to show.
    signed && value > 0 && !isZero(text) ? "+" + text : text
  }

  /// Whether a number's text rounds it to 0.
  private static func isZero(_ text: String) -> Bool { !text.contains { "123456789".contains($0) } }

  /// The power of ten of the leading digit after rounding: 0.0996 to two digits is 0.10, hence -1.
  static func decimalExponent(_ value: Double, significant: Int) -> Int {
    let text = printed("%.*e", significant - 1, value)
    guard let e = text.lastIndex(of: "e") else { return 0 }
    return Int(text[text.index(after: e)...].drop { $0 == "+" }) ?? 0
  }

  private static func isExtreme(_ exponent: Int) -> Bool { exponent < -6 || exponent >= 12 }

  /// `snprintf` rounds the exact binary value correctly, which scaling by a power of ten does not. The
  /// decimal point is a full stop as long as nobody calls `setlocale`; Swift does not.
  private static func printed(_ format: String, _ precision: Int, _ value: Double) -> String {
    // The longest double has 309 digits before the point.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 384) { buffer in
      guard let start = buffer.baseAddress else { return absent }
      let length = withVaList([Int32(clamping: min(precision, 60)), value]) {
        vsnprintf(start, buffer.count, format, $0)
      }
      guard length >= 0, length < buffer.count else { return absent }
      return String(cString: start)
    }
  }
}

/// The two halves of `mean ± interval`, so that a column can align them.
struct EstimateText: Equatable {
  var mean: String
  /// Nil where there is not even a mean.
  var interval: String?

  var text: String { interval.map { "\(mean) ± \($0)" } ?? mean }
}
