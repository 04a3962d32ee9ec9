/// Reads a decimal number such as `-0.5`, `12` or `9.537e-06`, rounded correctly.
///
/// The grammar is digits, an optional fraction and an optional exponent, so no `nan`, `inf`, hexadecimal or
/// surrounding space. `negative` is reported for a number below zero where none is allowed, `outOfRange` for
/// any other outside `range` or too large for a `Double`. Costs `O(digits)`; allocates nothing for up to
/// about 15 digits.
package func parseNumber(_ text: Bytes, in range: ClosedRange<Double>) -> Parsed<Double> {
  guard let value = decimal(text) else { return .fault(.malformed) }
  if value < 0, range.lowerBound >= 0 { return .fault(.negative) }
  guard value.isFinite, range.contains(value) else { return .fault(.outOfRange) }
  return .value(value)
}

/// What a number in `range` is called in an error.
func expectation(_ range: ClosedRange<Double>) -> String {
  let greatest = Double.greatestFiniteMagnitude
  switch (range.lowerBound, range.upperBound) {
  case (-greatest, greatest): return "a number"
  case (let lower, greatest): return "a number >= \(bare(lower))"
  case (let lower, let upper): return "a number from \(bare(lower)) to \(bare(upper))"
  }
}

private func bare(_ value: Double) -> String {
  Int64(exactly: value).map(String.init) ?? String(value)
}

/// Powers of ten that a `Double` holds exactly.
private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19, 1e20, 1e21, 1e22,
]

private func decimal(_ text: Bytes) -> Double? {
  var cursor = DecimalCursor(text: text)
  let isNegative = cursor.skip(UInt8(ascii: "-"))
  guard cursor.digits() > 0 else { return nil }
  var exponent = 0
  if cursor.skip(UInt8(ascii: ".")) {
    let count = cursor.digits()
    guard count > 0 else { return nil }
    exponent = -count
  }
  if cursor.skip(UInt8(ascii: "e")) || cursor.skip(UInt8(ascii: "E")) {
    guard let written = cursor.exponent() else { return nil }
    exponent += written
  }
  guard cursor.index == text.count else { return nil }
  // Both parts are exact, so that one rounding, that of the quotient or product, is the right one (Clinger
  // 1990). All else goes to the standard library.
  if cursor.isExact, cursor.mantissa <= 1 << 53, abs(exponent) < powersOfTen.count {
    let mantissa = Double(isNegative ? -Int64(cursor.mantissa) : Int64(cursor.mantissa))
    let magnitude =
      exponent < 0 ? mantissa / powersOfTen[-exponent] : mantissa * powersOfTen[exponent]
    return magnitude
  }
  return Double(String(decoding: text, as: UTF8.self))
}

private struct DecimalCursor {
  let text: Bytes
  var index = 0
  var mantissa: UInt64 = 0
  /// Whether `mantissa` holds all digits read.
  var isExact = true

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < text.count, text[index] == byte else { return false }
    index += 1
    return true
  }

  /// Steps over digits and adds them to the mantissa; returns how many.
  mutating func digits() -> Int {
    let start = index
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      // One more digit still fits into 64 bits below this.
      if mantissa < 1 << 60 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
      } else {
        isExact = false
      }
      index += 1
    }
    return index - start
  }

  /// The digits behind an `e`, held within a million: no `Double` is beyond that.
  mutating func exponent() -> Int? {
    let isNegative = skip(UInt8(ascii: "-"))
    if !isNegative { _ = skip(UInt8(ascii: "+")) }
    let start = index
    var value = 0
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = min(value * 10 + Int(digit), 1_000_000)
      index += 1
    }
    guard index > start else { return nil }
    return isNegative ? -value : value
  }
}
