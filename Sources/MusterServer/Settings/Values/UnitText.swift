import MusterCore

/// Whole numbers with a unit behind them: `30s`, `8MiB`.
struct UnitText: Sendable {
  /// Each unit with its size in the base unit, the smallest first.
  let units: [(name: String, size: Int64)]

  /// Lengths of time in nanoseconds.
  static let duration = UnitText(units: [
    ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
  ])

  /// Sizes in bytes.
  static let size = UnitText(units: [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)])

  /// What the text says in the base unit; nil where it is no number with one of the units, or does not fit.
  func value(of text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "_" }
    guard let unit = units.first(where: { $0.name == text.dropFirst(digits.count) }),
      let count = DecimalDigits.whole(digits)
    else { return nil }
    let (value, overflow) = count.multipliedReportingOverflow(by: unit.size)
    return overflow ? nil : value
  }

  /// The value in the largest unit that says it whole; a part below the smallest unit is cut off.
  func text(of value: Int64) -> String {
    guard value != 0, let unit = units.last(where: { value % $0.size == 0 }) ?? units.first else {
      return "0\(units[min(1, units.count - 1)].name)"
    }
    return "\(value / unit.size)\(unit.name)"
  }
}

/// Money: US dollars as people write them, micro-dollars as they are counted. No floating point in between.
enum MoneyText {
  static let places = 6

  /// Micro-dollars; nil where it is no decimal number of at most six places, or does not fit.
  static func microDollars(_ text: String) -> Int64? { DecimalDigits.scaled(text, places: places) }

  static func text(of microDollars: Int64) -> String {
    let sign = microDollars < 0 ? "-" : ""
    let magnitude = microDollars.magnitude
    let fraction = String(magnitude % 1_000_000)
    let padded = String(repeating: "0", count: places - fraction.count) + fraction
    var digits = Substring(padded)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(magnitude / 1_000_000)" + (digits.isEmpty ? "" : ".\(digits)")
  }
}
