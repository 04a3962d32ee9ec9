import Foundation

/// Numbers for people.
enum Figure {
  /// Three significant digits, and from 100 on no decimals; thousands set apart.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let decimals = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 2
    let plain = String(format: "%.\(decimals)f", value)
    guard decimals == 0 else { return plain }
    var digits = Array(plain.drop { $0 == "-" })
    for at in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: at) }
    return (value < 0 ? "-" : "") + String(digits)
  }

  static func text(_ value: Int) -> String { text(Double(value)) }
}
