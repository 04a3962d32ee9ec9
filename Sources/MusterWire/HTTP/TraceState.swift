/// The header `tracestate` of W3C Trace Context: what vendors carry along, which passes on untouched.
public enum TraceState {
  /// How many entries there may be.
  public static let entryLimit = 32

  /// The longest value passed on, in characters.
  public static let characterLimit = 512

  /// Joins the values of all `tracestate` headers in order; nil if there is nothing to pass on, or if any
  /// entry breaks the grammar, a key stands twice or there are more than `entryLimit` entries.
  ///
  /// What is longer than `characterLimit` loses first its entries of more than 128 characters, then entries
  /// from the end, as the standard advises.
  public static func join(_ headers: [String]) -> String? {
    var entries: [Substring] = []
    var keys: Set<Substring> = []
    for header in headers {
      for part in header.split(separator: ",") {
        let entry = trimmed(part)
        if entry.isEmpty { continue }
        guard let key = validKey(of: entry), keys.insert(key).inserted else { return nil }
        entries.append(entry)
      }
    }
    if entries.isEmpty || entries.count > entryLimit { return nil }
    if length(entries) > characterLimit { entries.removeAll { $0.utf8.count > 128 } }
    while length(entries) > characterLimit { entries.removeLast() }
    return entries.isEmpty ? nil : entries.joined(separator: ",")
  }

  private static func length(_ entries: [Substring]) -> Int {
    entries.reduce(-1) { $0 + $1.utf8.count + 1 }
  }

  /// `text` without spaces and tabs at its ends.
  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else {
      return start[start.endIndex...]
    }
    return start[...last]
  }

  /// The key of an entry that keeps the grammar, else nil.
  private static func validKey(of entry: Substring) -> Substring? {
    guard let equals = entry.firstIndex(of: "=") else { return nil }
    let key = entry[..<equals]
    let value = entry[entry.index(after: equals)...].utf8
    guard (1...256).contains(value.count), value.last != 0x20 else { return nil }
    guard value.allSatisfy({ $0 >= 0x20 && $0 <= 0x7e && $0 != 0x2c && $0 != 0x3d }) else { return nil }
    let parts = key.utf8.split(separator: UInt8(ascii: "@"), maxSplits: 1, omittingEmptySubsequences: false)
    let isValid =
      parts.count == 1
      ? isName(parts[0], limit: 256, mayStartWithDigit: false)
      : isName(parts[0], limit: 241, mayStartWithDigit: true)
        && isName(parts[1], limit: 14, mayStartWithDigit: false)
    return isValid ? key : nil
  }

  private static func isName(_ name: Substring.UTF8View, limit: Int, mayStartWithDigit: Bool) -> Bool {
    guard let first = name.first, name.count <= limit else { return false }
    guard (0x61...0x7a).contains(first) || mayStartWithDigit && first &- 0x30 < 10 else { return false }
    return name.allSatisfy { byte in
      switch byte {
      case 0x61...0x7a, 0x30...0x39, 0x5f, 0x2d, 0x2a, 0x2f: true
      default: false
      }
    }
  }
}
