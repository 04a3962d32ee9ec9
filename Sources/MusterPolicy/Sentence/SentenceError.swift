/// What is wrong with a sentence, and where.
public struct SentenceError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Reason: Sendable, Equatable {
    case empty
    /// Something that cannot stand here.
    case unexpected(found: String, expected: String)
    /// A parenthesis without its other half.
    case unbalanced(String)
    case unknownWord(String, nearest: String?)
    /// A shorthand stands for a whole sentence and so cannot be part of one.
    case shorthandInSentence(String, meaning: String)
    case unknownParameter(word: String, String, nearest: String?)
    case repeatedParameter(word: String, String)
    case tooManyArguments(word: String, limit: Int)
    /// An argument without a name after one with a name.
    case unnamedAfterNamed(word: String)
    case wrongType(word: String, parameter: String, found: String, expected: String)
    case outOfRange(word: String, parameter: String, found: String, expected: String)
    /// Arguments that are right one by one do not go together.
    case mismatch(word: String, found: String, expected: String)
    /// Only efforts may follow the match, and only efforts may follow efforts.
    case afterMatch(word: String, match: String)
    /// An effort rule says its part once.
    case repeatedEffort(word: String)
    /// It goes by scores, and there are none before it.
    case needsScore(word: String)
    /// What it is told cannot be had, by itself or together with another of its occurrences.
    case conflict(word: String, why: String)
    /// What its arguments name cannot be used.
    case unusable(word: String, reason: String)
  }

  public var reason: Reason
  /// The character of the sentence that it is about, from 1.
  public var column: Int

  public init(_ reason: Reason, column: Int) {
    self.reason = reason
    self.column = column
  }

  public var description: String { "column \(column): \(explanation)" }

  private var explanation: String {
    switch reason {
    case .empty: "the sentence is empty; expected words such as \"feasible | fragmentation | best\""
    case .unexpected(let found, let expected): "found \(found), expected \(expected)"
    case .unbalanced(let parenthesis): "\"\(parenthesis)\" without its other half"
    case .unknownWord(let word, let nearest): "unknown word \"\(word)\"\(SentenceError.hint(nearest))"
    case .shorthandInSentence(let word, let meaning):
      "\"\(word)\" stands for the whole sentence \"\(meaning)\" and cannot be part of one"
    case .unknownParameter(let word, let parameter, let nearest):
      nearest == nil
        ? "\"\(word)\" takes no parameters, found \"\(parameter)\""
        : "\"\(word)\" has no parameter \"\(parameter)\"\(SentenceError.hint(nearest))"
    case .repeatedParameter(let word, let parameter):
      "\"\(word)\" is given its parameter \"\(parameter)\" twice"
    case .tooManyArguments(let word, let limit):
      "\"\(word)\" takes at most \(limit) argument\(limit == 1 ? "" : "s")"
    case .unnamedAfterNamed(let word): "\"\(word)\": an argument without a name cannot follow one with a name"
    case .wrongType(let word, let parameter, let found, let expected):
      "\"\(word)\": parameter \"\(parameter)\" is \(found), expected \(expected)"
    case .outOfRange(let word, let parameter, let found, let expected):
      "\"\(word)\": parameter \"\(parameter)\" is \(found), out of range; expected \(expected)"
    case .unusable(let word, let reason): "\"\(word)\": \(reason)"
    case .mismatch(let word, let found, let expected):
      "\"\(word)\": found \(found), expected \(expected)"
    case .afterMatch(let word, let match):
      "\"\(word)\" follows \"\(match)\", but only efforts may follow a match or an effort"
    case .repeatedEffort(let word): "\"\(word)\" comes twice; an effort says its part once"
    case .conflict(let word, let why): "\"\(word)\": \(why)"
    case .needsScore(let word): "\"\(word)\" goes by scores, but no score comes before it"
    }
  }

  private static func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean \"\($0)\"?" } ?? ""
  }
}
