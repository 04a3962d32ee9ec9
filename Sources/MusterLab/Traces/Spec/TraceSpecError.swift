/// Why a trace cannot be opened as asked: which part of the spec, what stands there and what belongs there.
///
/// One line: `trace openb:a.csv?spedup=2: key spedup: found no such key (nearest: speedup), expected one of
/// ...`.
public struct TraceSpecError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, for code that wants to tell faults apart without reading prose.
  public enum Kind: Sendable, Equatable {
    /// There is no trace of this name.
    case unknownScheme
    /// The scheme has no such key.
    case unknownKey
    /// A key stands there twice.
    case duplicateKey
    /// Something behind the `?` is not `key=value`.
    case malformed
    /// A value is of the wrong type or out of range, or does not go with another.
    case badValue
    /// The scheme reads a file, and none is named.
    case missingPath
    /// The scheme reads no file, and one is named.
    case unexpectedPath
  }

  public let kind: Kind
  /// The whole spec.
  public let spec: String
  /// The scheme, the path or a key.
  public let part: String
  /// What stands there: a value in quotes, or a phrase.
  public let found: String
  /// What belongs there, as a phrase.
  public let expected: String

  public init(_ kind: Kind, spec: String, part: String, found: String, expected: String) {
    self.kind = kind
    self.spec = spec
    self.part = part
    self.found = found
    self.expected = expected
  }

  public var description: String { "trace \(spec): \(part): found \(found), expected \(expected)" }
}
