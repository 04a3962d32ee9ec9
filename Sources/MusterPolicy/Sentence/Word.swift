/// A word of the sentences that policies are made of: what the ``Catalogue`` knows of a stage.
public struct Word: Sendable {
  /// Which part of a sentence a word can be.
  public enum Role: String, Sendable, CaseIterable {
    case screen, score, match, effort
  }

  public let name: String
  public let role: Role
  public let parameters: [Parameter]
  /// One line for people.
  public let meaning: String
  /// Where it is from: a paper, a system, or "common".
  public let source: String
  /// Whether it goes by scores, so that a score must come before it.
  public let needsScore: Bool
  /// Makes the stage. Throws where an argument names something that cannot be used, such as a file.
  let make: @Sendable (Arguments) throws(WordError) -> Stage
  /// What does not go together in arguments that are right one by one; nil for nothing.
  let mismatch: Mismatch

  /// See ``SentenceError/Reason/mismatch(word:found:expected:)``.
  public typealias Mismatch = @Sendable (Arguments) -> (found: String, expected: String)?
  /// What is wrong with the arguments of all its occurrences in a sentence together: which one, and why.
  let conflict: @Sendable ([Arguments]) -> (index: Int, why: String)?

  private init(
    _ name: String, _ role: Role, _ parameters: [Parameter], _ meaning: String, _ source: String,
    needsScore: Bool, _ make: @escaping @Sendable (Arguments) throws(WordError) -> Stage,
    _ mismatch: @escaping Mismatch = { _ in nil },
    conflict: @escaping @Sendable ([Arguments]) -> (index: Int, why: String)? = { _ in nil }
  ) {
    self.name = name
    self.role = role
    self.parameters = parameters
    self.meaning = meaning
    self.source = source
    self.needsScore = needsScore
    self.make = make
    self.mismatch = mismatch
    self.conflict = conflict
  }

  /// A word that keeps or drops candidates.
  public static func screen(
    _ name: String, _ parameters: [Parameter] = [], meaning: String, source: String, needsScore: Bool = false,
    make: @escaping @Sendable (Arguments) throws(WordError) -> Stage
  ) -> Word {
    Word(name, .screen, parameters, meaning, source, needsScore: needsScore, make)
  }

  /// A word that scores candidates; it has ``weight`` as its last parameter.
  /// - Parameter conflict: what is wrong with all its occurrences in a sentence together, if anything.
  public static func score(
    _ name: String, _ parameters: [Parameter] = [], meaning: String, source: String,
    make: @escaping @Sendable (Arguments) throws(WordError) -> Stage,
    mismatch: @escaping Mismatch = { _ in nil },
    conflict: @escaping @Sendable ([Arguments]) -> (index: Int, why: String)? = { _ in nil }
  ) -> Word {
    Word(
      name, .score, parameters + [weight], meaning, source, needsScore: false, make, mismatch,
      conflict: conflict)
  }

  /// A word that makes the choice.
  public static func match(
    _ name: String, _ parameters: [Parameter] = [], meaning: String, source: String,
    make: @escaping @Sendable (Arguments) throws(WordError) -> Stage
  ) -> Word {
    Word(name, .match, parameters, meaning, source, needsScore: false, make)
  }

  /// A word that says how much work the placed tasks deserve.
  public static func effort(
    _ name: String, _ parameters: [Parameter] = [], meaning: String, source: String,
    make: @escaping @Sendable (Arguments) -> Stage
  ) -> Word {
    Word(name, .effort, parameters, meaning, source, needsScore: false, make)
  }

  /// Scores add up, each times its weight.
  public static let weight = Parameter(
    "weight", .number(-1_000_000...1_000_000), standard: .number(1),
    meaning: "What its score counts for in the sum.")
}

/// Why a word cannot be what its arguments ask for: what they name is missing, damaged or of another kind.
public struct WordError: Error, Equatable, Sendable {
  /// In one line: what was found, what was expected.
  public var reason: String
  public init(_ reason: String) { self.reason = reason }
}

/// A name for a whole sentence.
public struct Shorthand: Sendable, Equatable {
  public let name: String
  public let sentence: String
  public let meaning: String
  public let source: String

  public init(_ name: String, _ sentence: String, meaning: String, source: String) {
    self.name = name
    self.sentence = sentence
    self.meaning = meaning
    self.source = source
  }
}
