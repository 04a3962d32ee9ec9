/// Why an engine cannot be restored from bytes.
public enum SnapshotError: Error, Equatable, Sendable {
  /// The bytes end too early: this many are there, at least that many were expected.
  case truncated(found: Int, expected: Int)
  /// The first bytes are not those of a snapshot.
  case wrongMagic(found: [UInt8])
  /// Written by a later release.
  case newerVersion(found: UInt32, newest: UInt32)
  case checksumMismatch(found: UInt32, expected: UInt32)
  /// The check sum is right and the content cannot be read even so; offsets count from the start of the content.
  case malformed(CodecError)
  /// The content can be read and is not the state of an engine.
  case inconsistent(part: String, found: String, expected: String)
}

extension SnapshotError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let found, let expected): "snapshot: found \(found) bytes, expected at least \(expected)"
    case .wrongMagic(let found): "snapshot: found \(found) as its first bytes, expected \(Snapshot.magic)"
    case .newerVersion(let found, let newest):
      "snapshot: found version \(found), expected at most \(newest); it was written by a later release"
    case .checksumMismatch(let found, let expected):
      "snapshot: found check sum \(found), expected \(expected); the bytes are damaged"
    case .malformed(let error): "snapshot: \(error)"
    case .inconsistent(let part, let found, let expected):
      "snapshot, \(part): found \(found), expected \(expected)"
    }
  }
}
