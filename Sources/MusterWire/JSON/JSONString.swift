/// JSON strings, decoded.
public enum JSONString {
  /// The text of the JSON string in `range` of `bytes`, quotes included in the range. Throws if that is not
  /// exactly one valid string; offsets count from the start of `bytes`.
  public static func decode(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(WireError) -> String
  {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
      throw WireError(
        .value, "JSON", found: "the range \(range) of \(bytes.count) bytes", expected: "a range within them")
    }
    var cursor = try JSONCursor(
      UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound)
    try cursor.expect(0x22, "'\"'")
    let escaped = try cursor.restOfString()
    if cursor.at < range.upperBound {
      throw cursor.unexpected(at: cursor.at, expected: "the end of the string")
    }
    let content = bytes.part(range.lowerBound + 1..<range.upperBound - 1)
    return escaped
      ? String(decoding: unescaped(content), as: UTF8.self) : String(decoding: content, as: UTF8.self)
  }

  /// The text of the JSON string in `range` of `bytes`, quotes included in the range; positions count from
  /// the first byte, also of a slice.
  public static func decode(_ bytes: some Collection<UInt8>, _ range: Range<Int>) throws(WireError) -> String
  {
    try withRawBytes(of: bytes) { bytes throws(WireError) in try decode(bytes, range) }
  }

  /// The UTF-8 that a string's content stands for. The content must have been scanned: of what a scan refuses
  /// some text results, but no trap.
  static func unescaped(_ content: UnsafeRawBufferPointer) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var at = 0
    while at < content.count {
      let byte = content[at]
      at += 1
      guard byte == 0x5c, at < content.count else {
        text.append(byte)
        continue
      }
      let letter = content[at]
      at += 1
      switch letter {
      case 0x62: text.append(0x08)
      case 0x66: text.append(0x0c)
      case 0x6e: text.append(0x0a)
      case 0x72: text.append(0x0d)
      case 0x74: text.append(0x09)
      case 0x75:
        var unit = number(content, at)
        at += 4
        if unit >= 0xd800, unit < 0xdc00 {
          unit = 0x10000 + (unit - 0xd800) << 10 + (number(content, at + 2) & 0x3ff)
          at += 6
        }
        text.append(contentsOf: String(UnicodeScalar(unit) ?? "\u{fffd}").utf8)
      default: text.append(letter)
      }
    }
    return text
  }

  /// The number of up to four hexadecimal digits at `start`.
  private static func number(_ content: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    var number: UInt32 = 0
    for at in start..<start + 4 where at < content.count {
      number = number << 4 | UInt32(HexDigit.value(of: content[at]) ?? 0)
    }
    return number
  }
}
