/// How long an answer asks its caller to wait.
public enum RetryAfter {
  /// The longest wait that is believed, in milliseconds: 30 days. Longer ones count as that.
  public static let longestMilliseconds: Int64 = 30 * 86_400_000

  /// The wait in milliseconds, never below zero; nil if neither header can be read.
  ///
  /// `retry-after-ms` goes first, a number of milliseconds. `retry-after` is a number of seconds, with or
  /// without decimals, or an HTTP date, of which one in the past means no wait.
  /// - Parameters:
  ///   - retryAfter: the value of the header `retry-after`.
  ///   - retryAfterMilliseconds: the value of the header `retry-after-ms`.
  ///   - now: the present, in milliseconds since 1970.
  public static func milliseconds(
    retryAfter: String?, retryAfterMilliseconds: String? = nil, nowUnixMilliseconds now: Int64
  ) -> Int64? {
    if let wait = retryAfterMilliseconds.flatMap({ decimal($0, unit: 1) }) { return wait }
    guard let retryAfter else { return nil }
    if let wait = decimal(retryAfter, unit: 1000) { return wait }
    guard let seconds = HTTPDate.unixSeconds(retryAfter, nowUnixSeconds: now / 1000) else { return nil }
    let (wait, overflow) = (seconds * 1000).subtractingReportingOverflow(now)
    return overflow ? nil : min(max(wait, 0), longestMilliseconds)
  }

  /// A decimal number without sign or exponent, times `unit`, rounded up.
  private static func decimal(_ text: String, unit: Double) -> Int64? {
    let digits = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
    let body = digits.prefix { $0 &- 0x30 < 10 || $0 == 0x2e }
    guard digits.dropFirst(body.count).allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    guard body.first != 0x2e, body.last != 0x2e, let value = Double(String(decoding: body, as: UTF8.self))
    else {
      return nil
    }
    if value * unit >= Double(longestMilliseconds) { return longestMilliseconds }
    let whole = Int64(value * unit)
    return Double(whole) < value * unit ? whole + 1 : whole
  }
}
