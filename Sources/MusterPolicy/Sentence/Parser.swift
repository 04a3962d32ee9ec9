/// Reads a sentence: `word [ "(" argument { "," argument } ")" ] { "|" word ... }`, where an argument is a value,
/// or a parameter's name, ":" and a value. O(length).
struct Parser {
  private let catalogue: Catalogue
  private let tokens: [Token]
  private var at = 0

  init(_ text: String, _ catalogue: Catalogue) throws(SentenceError) {
    self.catalogue = catalogue
    tokens = try Lexer.tokens(of: text)
  }

  private var token: Token { tokens[at] }
  private mutating func advance() { at = min(at + 1, tokens.count - 1) }

  /// The one word of the sentence, if it is no more than that.
  var onlyWord: String? {
    if tokens.count == 2, case .word(let name) = tokens[0].kind { name } else { nil }
  }

  mutating func phrases() throws(SentenceError) -> [Sentence.Phrase] {
    if token.kind == .end { throw SentenceError(.empty, column: 1) }
    var phrases = [try phrase()]
    while token.kind == .symbol("|") {
      advance()
      phrases.append(try phrase())
    }
    if token.kind == .symbol(")") { throw SentenceError(.unbalanced(")"), column: token.column) }
    if token.kind != .end {
      throw SentenceError(.unexpected(found: token.name, expected: "\"|\""), column: token.column)
    }
    return phrases
  }

  private mutating func phrase() throws(SentenceError) -> Sentence.Phrase {
    let start = token
    guard case .word(let name) = start.kind else {
      throw SentenceError(.unexpected(found: start.name, expected: "a word"), column: start.column)
    }
    advance()
    guard let word = catalogue.word(name) else { throw unknown(name, start.column) }
    var arguments = Arguments(standardOf: word.parameters)
    if token.kind == .symbol("(") { try readArguments(of: word, into: &arguments) }
    if let mismatch = word.mismatch(arguments) {
      throw SentenceError(
        .mismatch(word: word.name, found: mismatch.found, expected: mismatch.expected), column: start.column)
    }
    return try Sentence.Phrase(word: word, arguments: arguments, column: start.column)
  }

  private func unknown(_ name: String, _ column: Int) -> SentenceError {
    if let shorthand = catalogue.shorthand(name) {
      return SentenceError(.shorthandInSentence(name, meaning: shorthand.sentence), column: column)
    }
    let names = catalogue.words.map(\.name) + (tokens.count == 2 ? catalogue.shorthands.map(\.name) : [])
    return SentenceError(
      .unknownWord(name, nearest: EditDistance.nearest(to: name, among: names)), column: column)
  }

  private mutating func readArguments(of word: Word, into arguments: inout Arguments) throws(SentenceError) {
    let open = token.column
    advance()
    if token.kind == .symbol(")") {
      advance()
      return
    }
    var given: [Int] = []
    var named = false
    while true {
      let start = token
      var index = given.count
      if case .word(let name) = token.kind, tokens[at + 1].kind == .symbol(":") {
        index = try parameter(name, of: word, start.column)
        named = true
        advance()
        advance()
      } else if token.kind == .end {
        throw SentenceError(.unbalanced("("), column: open)
      } else if named {
        throw SentenceError(.unnamedAfterNamed(word: word.name), column: start.column)
      } else if index >= word.parameters.count {
        throw SentenceError(
          .tooManyArguments(word: word.name, limit: word.parameters.count), column: start.column)
      }
      let parameter = word.parameters[index]
      if given.contains(index) {
        throw SentenceError(.repeatedParameter(word: word.name, parameter.name), column: start.column)
      }
      given.append(index)
      arguments.values[index] = try value(of: parameter, word)
      if token.kind == .symbol(",") {
        advance()
      } else if token.kind == .symbol(")") {
        advance()
        return
      } else if token.kind == .end || token.kind == .symbol("|") {
        throw SentenceError(.unbalanced("("), column: open)
      } else {
        throw SentenceError(.unexpected(found: token.name, expected: "\",\" or \")\""), column: token.column)
      }
    }
  }

  private func parameter(_ name: String, of word: Word, _ column: Int) throws(SentenceError) -> Int {
    if let index = word.parameters.firstIndex(where: { $0.name == name }) { return index }
    let nearest = EditDistance.nearest(to: name, among: word.parameters.map(\.name))
    throw SentenceError(.unknownParameter(word: word.name, name, nearest: nearest), column: column)
  }

  private mutating func value(of parameter: Parameter, _ word: Word) throws(SentenceError) -> Argument {
    let found = token
    func wrong() -> SentenceError {
      SentenceError(
        .wrongType(
          word: word.name, parameter: parameter.name, found: found.name, expected: parameter.expectation),
        column: found.column)
    }
    func outside() -> SentenceError {
      SentenceError(
        .outOfRange(
          word: word.name, parameter: parameter.name, found: found.name, expected: parameter.expectation),
        column: found.column)
    }
    switch found.kind {
    case .symbol("|"), .symbol("("), .symbol(","), .symbol(":"), .symbol(")"):
      throw SentenceError(
        .unexpected(found: found.name, expected: "a value for \"\(parameter.name)\" of \"\(word.name)\""),
        column: found.column)
    default: break
    }
    let value: Argument
    switch (parameter.kind, found.kind) {
    case (.number(let range), .number(let text)):
      guard let number = Double(text) else { throw wrong() }
      guard range.contains(number) else { throw outside() }
      value = .number(number)
    case (.integer(let range), .number(let text)):
      guard let number = Int(text) else { throw Parser.isWhole(text) ? outside() : wrong() }
      guard range.contains(number) else { throw outside() }
      value = .integer(number)
    case (.choice(let names), .word(let text)):
      guard names.contains(text) else { throw wrong() }
      value = .name(text)
    case (.percentile(let names), .word(let text)):
      guard names.contains(text) || Parameter.share(ofPercentile: text) != nil else {
        throw text.first == "p" && Parser.isWhole(String(text.dropFirst())) ? outside() : wrong()
      }
      value = .name(text)
    case (.names(let range), .text(let text)):
      guard let names = Argument.names(in: text) else { throw wrong() }
      guard range.contains(names.count) else { throw outside() }
      value = .names(names)
    case (.path, .text(let text)), (.path, .word(let text)):
      value = .path(text)
    case (.numbers(let count, let range), .text(let text)):
      guard let numbers = Argument.numbers(in: text) else { throw wrong() }
      guard count.contains(numbers.count), numbers.allSatisfy(range.contains) else { throw outside() }
      value = .numbers(numbers)
    default: throw wrong()
    }
    advance()
    return value
  }

  /// Whether the text is a whole number, if perhaps one too long for the machine.
  private static func isWhole(_ text: String) -> Bool {
    let digits = text.drop { $0 == "-" || $0 == "+" }
    return !digits.isEmpty && digits.allSatisfy(\.isWholeNumber)
  }
}
