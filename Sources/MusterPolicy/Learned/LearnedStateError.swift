/// Why a file of learned state cannot be taken up. Nothing was changed by the attempt.
public enum LearnedStateError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as learned state does.
  case foreign
  /// It was written in another version of the form.
  case version(UInt32)
  /// The check sum does not fit, or the bytes end too early.
  case damaged(String)
  /// It was learned by a policy of other words.
  case otherPolicy(sentence: String, policy: String, why: String)
  /// A name has one number where it was learned and another here.
  case otherNumber(String, String, here: UInt64, there: UInt64)

  public var description: String {
    switch self {
    case .foreign:
      "found something else than learned state, expected what `muster replay --save-learned` or `muster fit router` "
        + "wrote"
    case .version(let found):
      "found version \(found) of learned state, expected \(LearnedState.version): learn it anew, or use the release "
        + "that wrote it"
    case .damaged(let what): "found damaged learned state (\(what)), expected it whole: copy or learn it anew"
    case .otherPolicy(let sentence, let policy, let why):
      "found what \"\(sentence)\" learned, expected what the words of \"\(policy)\" do: \(why)"
    case .otherNumber(let what, let name, let here, let there):
      "found what was learned of \(what) \"\(name)\" as number \(there), expected number \(here): learn it from this "
        + "server's own log, or under its numbers (--number \(name)=\(here))"
    }
  }
}
