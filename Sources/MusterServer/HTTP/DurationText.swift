/// Lengths of time as the API takes them: `1500ms`, `30s`, `2.5m`, `24h`, `7d`.
enum DurationText {
  /// A unit, its seconds, and how many digits there may be before the point, so that no text is beyond 10^9 seconds.
  private static let units: [(name: String, seconds: Double, digits: Int)] = [
    ("ms", 1e-3, 11), ("s", 1, 9), ("m", 60, 7), ("h", 3600, 5), ("d", 86400, 4),
  ]

  /// The grammar as a regular expression, for the API's description.
  static let pattern =
    "^(" + units.map { "[0-9]{1,\($0.digits)}(\\.[0-9]{1,9})?\($0.name)" }.joined(separator: "|") + ")$"

  /// The grammar of query parameters: a number alone is one of seconds.
  static let queryPattern = String(pattern.dropLast(2)) + "|[0-9]{1,9}(\\.[0-9]{1,9})?)$"

  /// In seconds; nil for what does not fit the grammar.
  static func seconds(_ text: String) -> Double? {
    for unit in units where text.hasSuffix(unit.name) {
      if let amount = decimal(text.dropLast(unit.name.count), digits: unit.digits) {
        return amount * unit.seconds
      }
    }
    return nil
  }

  /// As ``seconds(_:)``, a number alone being one of seconds.
  static func querySeconds(_ text: String) -> Double? { seconds(text) ?? decimal(text[...], digits: 9) }

  private static func decimal(_ text: Substring, digits: Int) -> Double? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isSound =
      parts.count <= 2 && (1...digits).contains(parts[0].utf8.count)
      && (parts.count == 1 || (1...9).contains(parts[1].utf8.count))
      && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return isSound ? Double(text) : nil
  }
}

/// Numbers of tasks, leases and keys as the API writes them.
enum IDText {
  /// The grammar as a regular expression, for the API's description.
  static let pattern = "^[0-9]{1,19}$"

  /// The number; nil for what is not 1 to 19 decimal digits.
  static func number(_ text: some StringProtocol) -> UInt64? {
    guard (1...19).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return UInt64(text)
  }
}
