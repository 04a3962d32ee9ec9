/// JSON text, written from front to back; commas put themselves.
///
///     var text = JSONText()
///     text.object { text in
///       text.member("id", "gpt-4o")
///       text.member("created", 1_700_000_000)
///     }
///
/// Strings are written as UTF-8 with only quote, backslash and control characters escaped.
public struct JSONText: Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  /// Whether the next value or name needs a comma before it.
  private var needsComma = false

  /// An empty text, with room for `capacity` bytes.
  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// The bytes as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes an object, whose members `fill` writes.
  public mutating func object<Failure: Error>(
    _ fill: (inout JSONText) throws(Failure) -> Void
  ) throws(Failure) {
    try container(0x7b, 0x7d, fill)
  }

  /// Writes an array, whose elements `fill` writes.
  public mutating func array<Failure: Error>(
    _ fill: (inout JSONText) throws(Failure) -> Void
  ) throws(Failure) {
    try container(0x5b, 0x5d, fill)
  }

  /// Writes a member's name; its value has to follow.
  public mutating func name(_ name: String) {
    string(name)
    bytes.append(0x3a)
    needsComma = false
  }

  /// Writes a string.
  public mutating func string(_ value: String) {
    begin()
    Self.appendQuoted(value, to: &bytes)
  }

  /// Writes a whole number.
  public mutating func number(_ value: some BinaryInteger) {
    begin()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes a number in the fewest digits that read back to the same Double. Infinities and not-a-number have
  /// no place in JSON: they throw a `WireError` of kind `value`, and nothing is written.
  public mutating func number(_ value: Double) throws(WireError) {
    guard value.isFinite else {
      throw WireError(.value, "JSON", found: "the number \(value)", expected: "a finite number")
    }
    begin()
    bytes.append(contentsOf: value.description.utf8)
  }

  /// Writes true or false.
  public mutating func boolean(_ value: Bool) {
    begin()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes null.
  public mutating func null() {
    begin()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes bytes that are one JSON value already; they are not checked.
  public mutating func raw(_ value: some Collection<UInt8>) {
    begin()
    bytes.append(contentsOf: value)
  }

  private mutating func begin() {
    if needsComma { bytes.append(0x2c) }
    needsComma = true
  }

  private mutating func container<Failure: Error>(
    _ open: UInt8, _ close: UInt8, _ fill: (inout JSONText) throws(Failure) -> Void
  ) throws(Failure) {
    begin()
    bytes.append(open)
    needsComma = false
    try fill(&self)
    bytes.append(close)
    needsComma = true
  }

  /// Appends `value` as a JSON string, quotes included.
  static func appendQuoted(_ value: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in value.utf8 {
      switch byte {
      case 0x22, 0x5c: bytes += [0x5c, byte]
      case 0x08: bytes += [0x5c, 0x62]
      case 0x09: bytes += [0x5c, 0x74]
      case 0x0a: bytes += [0x5c, 0x6e]
      case 0x0c: bytes += [0x5c, 0x66]
      case 0x0d: bytes += [0x5c, 0x72]
      case 0..<0x20:
        bytes += [0x5c, 0x75, 0x30, 0x30, HexDigit.digit(byte >> 4), HexDigit.digit(byte & 15)]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
