import MusterMath

/// Bytes that are not what they should be: where, what was found there, and what was expected.
public struct CodecError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Bytes from the start of the record to the value that could not be read.
  public var offset: Int
  public var found: String
  public var expected: String

  public init(offset: Int, found: String, expected: String) {
    self.offset = offset
    self.found = found
    self.expected = expected
  }

  public var description: String { "byte \(offset): found \(found), expected \(expected)" }

  /// A failed read of `part`.
  init(_ error: ByteError, part: StaticString) {
    switch error {
    case .truncated(let at, let needed):
      self.init(offset: at, found: "the end too early", expected: "\(needed) bytes of \(part)")
    case .malformedVarint(let at):
      self.init(offset: at, found: "a varint too long", expected: "the shortest form of \(part)")
    case .invalidUTF8(let at):
      self.init(offset: at, found: "bytes that are not UTF-8", expected: "the text of \(part)")
    case .trailingBytes(let at, let count):
      self.init(offset: at, found: "\(count) bytes more", expected: "the end of \(part)")
    }
  }
}
