import MusterCore

/// A policy as people write it: `feasible | fragmentation | best`.
///
/// Screens narrow the agents, scores value them and add up, a match makes the choice, effort rules say how much work
/// what was placed deserves. A sentence without a match gets `| best` before its efforts or at its end, one that does not screen each agent by itself (as `feasible` and `skills` do, and `top`
/// and `sample` do not) gets `feasible |` at its start. A shorthand of the catalogue, standing alone, means the
/// sentence that it stands for. Whatever the screens, only active agents are considered
/// and nothing is placed where there is no room for it.
public struct Sentence: Sendable, Equatable, CustomStringConvertible {
  /// A word with its arguments.
  public struct Phrase: Sendable, Equatable, CustomStringConvertible {
    public let word: Word
    public let arguments: Arguments
    let column: Int
    /// What the word made of the arguments: read once, so that a file behind it is read once.
    let stage: Stage

    init(word: Word, arguments: Arguments, column: Int = 1) throws(SentenceError) {
      self.word = word
      self.arguments = arguments
      self.column = column
      do throws(WordError) {
        stage = try word.make(arguments)
      } catch {
        throw SentenceError(.unusable(word: word.name, reason: error.reason), column: column)
      }
    }

    /// The word and those arguments that differ from the standard, by name.
    public var description: String {
      let given = zip(word.parameters, arguments.values).filter { $0.standard != $1 }
      return given.isEmpty
        ? word.name : word.name + "(" + given.map { "\($0.name): \($1)" }.joined(separator: ", ") + ")"
    }

    var screensPairs: Bool {
      if case .pairScreen = stage { true } else { false }
    }

    public static func == (a: Phrase, b: Phrase) -> Bool {
      a.word.name == b.word.name && a.arguments == b.arguments
    }
  }

  /// The phrases in their order, those included that went without saying.
  public let phrases: [Phrase]

  /// Reads a sentence.
  public init(_ text: String, in catalogue: Catalogue = .standard) throws(SentenceError) {
    var parser = try Parser(text, catalogue)
    if let name = parser.onlyWord, let shorthand = catalogue.shorthand(name), shorthand.sentence != name {
      parser = try Parser(shorthand.sentence, catalogue)
    }
    phrases = try Sentence.complete(try parser.phrases(), catalogue)
  }

  /// Makes the policy that a sentence or a shorthand says, under that name.
  public static func parse(
    _ text: String, in catalogue: Catalogue = .standard
  ) throws(SentenceError) -> any Policy {
    let sentence = try Sentence(text, in: catalogue)
    let parser = try Parser(text, catalogue)
    return sentence.policy(named: parser.onlyWord)
  }

  /// The policy that the sentence says; it is called by the sentence unless a name is given.
  ///
  /// - Parameter memoLimit: how many pairs of shape and agent are remembered at most; zero computes every pair
  ///   anew: the same plans, more slowly.
  public func policy(named name: String? = nil, memoLimit: Int = Funnel.standardMemoLimit) -> Pipeline {
    var funnel = Funnel(memoLimit: memoLimit)
    var matcher: any Matcher = Best()
    var matchWord = Best.word.name
    var efforts: [Pipeline.Effort] = []
    for phrase in phrases {
      if case .matcher(let made) = phrase.stage {
        matcher = made
        matchWord = phrase.word.name
      } else if case .effort(let rule) = phrase.stage {
        efforts.append(Pipeline.Effort(rule: rule, name: phrase.word.name))
      } else {
        let weight = phrase.word.role == .score ? phrase.arguments.number("weight") : 1
        funnel.append(phrase.stage, name: phrase.word.name, weight: Float(weight))
      }
    }
    return Pipeline(
      name: name ?? description, funnel: funnel, matcher: matcher, matchWord: matchWord, efforts: efforts)
  }

  /// The sentence in one way of writing it; reading that gives the same sentence.
  public var description: String { phrases.map(\.description).joined(separator: " | ") }

  /// Checks the order and adds what goes without saying.
  private static func complete(_ given: [Phrase], _ catalogue: Catalogue) throws(SentenceError) -> [Phrase] {
    var phrases = given
    for (index, phrase) in given.enumerated() {
      let before = given[..<index]
      if phrase.word.role != .effort,
        let late = before.first(where: { $0.word.role == .match || $0.word.role == .effort })
      {
        throw SentenceError(.afterMatch(word: phrase.word.name, match: late.word.name), column: phrase.column)
      }
      if phrase.word.role == .effort, before.contains(where: { $0.word.name == phrase.word.name }) {
        throw SentenceError(.repeatedEffort(word: phrase.word.name), column: phrase.column)
      }
      if phrase.word.needsScore && !before.contains(where: { $0.word.role == .score }) {
        throw SentenceError(.needsScore(word: phrase.word.name), column: phrase.column)
      }
      let alike = given[...index].filter { $0.word.name == phrase.word.name }
      if let (place, why) = phrase.word.conflict(alike.map(\.arguments)) {
        throw SentenceError(.conflict(word: phrase.word.name, why: why), column: alike[place].column)
      }
    }
    if !phrases.contains(where: \.screensPairs), let feasible = catalogue.word("feasible") {
      phrases.insert(
        try Phrase(word: feasible, arguments: Arguments(standardOf: feasible.parameters)), at: 0)
    }
    if !phrases.contains(where: { $0.word.role == .match }), let best = catalogue.word("best") {
      let end = phrases.firstIndex { $0.word.role == .effort } ?? phrases.count
      phrases.insert(try Phrase(word: best, arguments: Arguments(standardOf: best.parameters)), at: end)
    }
    return phrases
  }
}
