/// Reads a whole number: an optional minus and ASCII digits, nothing else.
///
/// `negative` is reported for a number below zero where none is allowed, `outOfRange` for any other outside
/// `range` or `Int64`. Costs `O(digits)` and allocates nothing.
package func parseWholeNumber(_ text: Bytes, in range: ClosedRange<Int64>) -> Parsed<Int64> {
  guard let first = text.first else { return .fault(.malformed) }
  let isNegative = first == UInt8(ascii: "-")
  var index = isNegative ? 1 : 0
  guard index < text.count else { return .fault(.malformed) }
  var value: Int64 = 0
  var overflows = false
  while index < text.count {
    let digit = text[index] &- UInt8(ascii: "0")
    guard digit <= 9 else { return .fault(.malformed) }
    // Counted downwards for a negative number, so that the smallest one can be read too.
    let (product, high) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(isNegative ? -Int64(digit) : Int64(digit))
    overflows = overflows || high || carry
    value = sum
    index += 1
  }
  if range.lowerBound >= 0, isNegative, value != 0 || overflows { return .fault(.negative) }
  guard !overflows, range.contains(value) else { return .fault(.outOfRange) }
  return .value(value)
}

/// What a whole number in `range` is called in an error.
func expectation(_ range: ClosedRange<Int64>) -> String {
  switch (range.lowerBound, range.upperBound) {
  case (.min, .max): "a whole number"
  case (let lower, .max): "a whole number >= \(lower)"
  case (let lower, let upper) where upper == lower + 1: "\(lower) or \(upper)"
  case (let lower, let upper): "a whole number from \(lower) to \(upper)"
  }
}
