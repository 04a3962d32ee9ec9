/// Why bytes from outside were refused: where, what was found, what was expected.
///
/// Its description is one line of printable text, whatever the bytes were:
/// `model: found a number, expected a string, at byte 9`.
public struct WireError: Error, Hashable, Sendable {
  /// What kind of fault it is, for code that must tell them apart.
  public enum Kind: String, Hashable, Sendable {
    /// The grammar of the format is broken, or the input ends too early.
    case syntax
    /// Bytes that are not UTF-8.
    case encoding
    /// A JSON escape of half a surrogate pair, which stands for no character.
    case loneSurrogate
    /// Containers nested beyond `JSONScanner.depthLimit`.
    case tooDeep
    /// A size beyond a limit that the caller set.
    case tooLarge
    /// Something required is absent.
    case missing
    /// Right grammar, wrong type.
    case type
    /// Right type, a value that is not allowed.
    case value
  }

  /// The kind of fault.
  public let kind: Kind

  /// What was read: a field by its path (`stream_options.include_usage`), or the name of a format (`JSON`).
  public let subject: String

  /// Where the fault is, in bytes from the start of the input; nil where no one place is at fault.
  public let offset: Int?

  /// What stood there.
  public let found: String

  /// What would have been accepted.
  public let expected: String

  /// An error about `subject`.
  public init(_ kind: Kind, _ subject: String, offset: Int? = nil, found: String, expected: String) {
    self.kind = kind
    self.subject = subject
    self.offset = offset
    self.found = found
    self.expected = expected
  }
}

extension WireError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    "\(subject): found \(found), expected \(expected)" + (offset.map { ", at byte \($0)" } ?? "")
  }
}

extension WireError {
  /// How an error names the byte at `offset` of `bytes`.
  static func name(of bytes: UnsafeRawBufferPointer, at offset: Int) -> String {
    guard offset < bytes.count else { return "the end of the input" }
    return name(of: bytes[offset])
  }

  /// How an error names a byte.
  static func name(of byte: UInt8) -> String {
    if byte > 0x20 && byte < 0x7f { return "'\(Character(UnicodeScalar(byte)))'" }
    let digits = String(byte, radix: 16)
    return "byte 0x\(digits.count == 1 ? "0" : "")\(digits)"
  }

  /// How an error quotes text from outside: printable ASCII, cut after 40 bytes.
  static func quote(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    var count = 0
    for byte in bytes {
      if count == 40 { return "'\(text)...'" }
      text.unicodeScalars.append(byte >= 0x20 && byte < 0x7f ? UnicodeScalar(byte) : "?")
      count += 1
    }
    return "'\(text)'"
  }
}
