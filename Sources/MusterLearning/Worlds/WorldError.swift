/// Why a saved world cannot be gone on with.
public enum WorldError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The saved world has other sizes.
  case shape(what: String, found: Int, expected: Int)
  /// A saved number cannot stand where it stands.
  case value(what: String, found: Int)

  public var description: String {
    switch self {
    case .shape(let what, let found, let expected):
      "the saved world has \(found) \(what), this one \(expected): restore it into the world it was saved from"
    case .value(let what, let found):
      "the saved world holds \(found) as \(what), which is not possible: the bytes are damaged"
    }
  }
}
