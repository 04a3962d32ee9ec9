import Foundation

/// Numbers for people.
enum Number {
  /// To four significant digits, whole numbers in full.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "-∞" }
    if value == value.rounded(), value.magnitude < 1e15 {
      return String(format: "%.0f", value == 0 ? 0 : value)
    }
    let exponent = Int(log10(value.magnitude).rounded(.down))
    if exponent < -4 || exponent > 14 { return String(format: "%.3e", value) }
    return String(format: "%.*f", max(0, 3 - exponent), value)
  }

  /// `1 task`, `2 tasks`.
  static func count(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
  }
}
