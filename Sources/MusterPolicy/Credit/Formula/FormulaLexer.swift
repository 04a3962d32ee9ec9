/// A part of a formula's text, and where it is.
struct FormulaToken: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case word(String)
    case number(Double)
    /// What stood between quotes.
    case text(String)
    /// An operator or a bracket.
    case symbol(String)
    case end
  }
  var kind: Kind
  /// Characters of the text, from 0.
  var span: Range<Int>

  var column: Int { span.lowerBound + 1 }

  /// As it is called in an error.
  var name: String {
    switch kind {
    case .word(let text), .text(let text), .symbol(let text): "\"\(text)\""
    case .number(let value): "\(value)"
    case .end: "the end"
    }
  }
}

/// Cuts a formula into tokens: words of letters, digits and "_" that start with a letter, decimal numbers, texts in
/// double quotes, operators and brackets. White space only separates. O(length).
enum FormulaLexer {
  private static let pairs = ["<=", ">=", "==", "!="]

  static func tokens(of text: [Character]) throws(FormulaError) -> [FormulaToken] {
    var tokens: [FormulaToken] = []
    var at = 0
    while at < text.count {
      let start = at
      let kind: FormulaToken.Kind
      if text[at].isWhitespace {
        at += 1
        continue
      } else if isLetter(text[at]) {
        while at < text.count, isLetter(text[at]) || isDigit(text[at]) || text[at] == "_" { at += 1 }
        kind = .word(String(text[start..<at]))
      } else if isDigit(text[at]) || text[at] == "." {
        kind = .number(try number(text, &at))
      } else if text[at] == "\"" {
        at += 1
        while at < text.count, text[at] != "\"" { at += 1 }
        guard at < text.count else { throw FormulaError(.unbalanced("\""), column: start + 1) }
        at += 1
        kind = .text(String(text[(start + 1)..<(at - 1)]))
      } else if at + 1 < text.count, pairs.contains(String(text[at...(at + 1)])) {
        at += 2
        kind = .symbol(String(text[start..<at]))
      } else if "+-*/^<>(){},:".contains(text[at]) {
        at += 1
        kind = .symbol(String(text[start]))
      } else {
        throw FormulaError(
          .unexpected(found: "\"\(text[at])\"", expected: "a number, a name or an operator"), column: at + 1)
      }
      tokens.append(FormulaToken(kind: kind, span: start..<at))
    }
    tokens.append(FormulaToken(kind: .end, span: text.count..<text.count))
    return tokens
  }

  private static func number(_ text: [Character], _ at: inout Int) throws(FormulaError) -> Double {
    let start = at
    while at < text.count, isDigit(text[at]) || text[at] == "." { at += 1 }
    if at < text.count, text[at] == "e" || text[at] == "E" {
      at += 1
      if at < text.count, text[at] == "-" || text[at] == "+" { at += 1 }
      while at < text.count, isDigit(text[at]) { at += 1 }
    }
    let written = String(text[start..<at])
    guard let value = Double(written), value <= Interval.limit else {
      throw FormulaError(
        .unexpected(found: "\"\(written)\"", expected: "a number of at most 1e30"), column: start + 1)
    }
    return value
  }

  private static func isLetter(_ c: Character) -> Bool { ("a"..."z").contains(c) || ("A"..."Z").contains(c) }
  private static func isDigit(_ c: Character) -> Bool { ("0"..."9").contains(c) }
}
