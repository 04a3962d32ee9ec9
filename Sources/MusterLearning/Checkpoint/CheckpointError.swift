import MusterMath

/// Why a checkpoint cannot be used. Nothing was changed by the attempt.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be read.
  case file(reason: String)
  /// The bytes do not begin as a checkpoint does.
  case notACheckpoint
  /// It was written by another version of the format.
  case version(found: UInt32, expected: UInt32)
  /// The check sum does not fit the bytes.
  case checksum(found: UInt32, expected: UInt32)
  /// The bytes end too early or hold what cannot be read.
  case bytes(section: String, ByteError)
  /// A section is not there.
  case missing(section: String)
  /// Something has another size or value than what it is to be loaded into.
  case mismatch(what: String, found: String, expected: String)
  /// It holds the policy of a method that the word `learned` does not take.
  case kind(found: String, expected: [String])

  public var description: String {
    switch self {
    case .file(let reason): "the checkpoint cannot be read: \(reason)"
    case .notACheckpoint: "this is no checkpoint: it does not begin with \(Checkpoint.magic)"
    case .version(let found, let expected):
      "the checkpoint has version \(found) of the format, this program reads version \(expected): train anew or "
        + "use the program that wrote it"
    case .checksum(let found, let expected):
      "the checkpoint is damaged: check sum \(found), expected \(expected); use an earlier one"
    case .bytes(let section, let error): "section \(section) of the checkpoint cannot be read: \(error)"
    case .missing(let section): "the checkpoint has no section \(section): it holds something else"
    case .mismatch(let what, let found, let expected):
      "the checkpoint has \(what) \(found), expected \(expected)"
    case .kind(let found, let expected):
      "the checkpoint holds a policy of \(found), whose agents act in a world of their own and not in sentences; "
        + "expected one of \(expected.joined(separator: ", "))"
    }
  }
}
