/// Decimal digits as people write them in settings.
enum DecimalDigits {
  /// The whole number that the digits say, which may be grouped by single underscores (`100_000`); nil for
  /// anything else, and where it does not fit.
  static func whole(_ text: some StringProtocol) -> Int64? {
    var value: Int64 = 0
    var afterDigit = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "_"), afterDigit {
        afterDigit = false
        continue
      }
      guard let digit = digit(byte), let next = append(digit, to: value) else { return nil }
      value = next
      afterDigit = true
    }
    return afterDigit ? value : nil
  }

  /// The decimal number times 10 to the power of `places`, exactly; nil where it has more places than that,
  /// does not fit, or is not a decimal number such as `12`, `0.15` or `-3`.
  static func scaled(_ text: String, places: Int) -> Int64? {
    let negative = text.hasPrefix("-")
    let parts = text.dropFirst(negative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, var value = whole(first) else { return nil }
    let fraction = parts.count == 2 ? Array(parts[1].utf8) : []
    if parts.count == 2 && fraction.isEmpty || fraction.count > places { return nil }
    for place in 0..<places {
      guard let digit = place < fraction.count ? digit(fraction[place]) : 0,
        let next = append(digit, to: value)
      else { return nil }
      value = next
    }
    return negative ? -value : value
  }

  private static func digit(_ byte: UInt8) -> Int64? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
  }

  private static func append(_ digit: Int64, to value: Int64) -> Int64? {
    let (tens, over) = value.multipliedReportingOverflow(by: 10)
    let (sum, more) = tens.addingReportingOverflow(digit)
    return over || more ? nil : sum
  }
}
