/// A part of a sentence's text, and the column where it starts.
struct Token: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case word(String)
    case number(String)
    /// What stood between quotes.
    case text(String)
    case symbol(Character)
    case end
  }
  var kind: Kind
  var column: Int

  /// As it is called in an error.
  var name: String {
    switch kind {
    case .word(let text), .number(let text), .text(let text): "\"\(text)\""
    case .symbol(let symbol): "\"\(symbol)\""
    case .end: "the end of the sentence"
    }
  }
}

/// Cuts a sentence into tokens: words of letters, digits, "-" and "_" that start with a letter; numbers; texts in
/// double quotes, in which a backslash takes the next character as it is, and paths, which are such texts without
/// quotes; and the symbols `| ( ) , :`. White space only separates. O(length).
enum Lexer {
  static func tokens(of text: String) throws(SentenceError) -> [Token] {
    let text = Array(text)
    var tokens: [Token] = []
    var at = 0
    while at < text.count {
      let start = at
      let first = text[at]
      if first.isWhitespace {
        at += 1
      } else if startsPath(text, at) {
        while at < text.count && isPathCharacter(text[at]) { at += 1 }
        tokens.append(Token(kind: .text(String(text[start..<at])), column: start + 1))
      } else if isLetter(first) {
        while at < text.count && (isLetter(text[at]) || isDigit(text[at]) || "-_".contains(text[at])) {
          at += 1
        }
        tokens.append(Token(kind: .word(String(text[start..<at])), column: start + 1))
      } else if isDigit(first) || "+-.".contains(first) {
        at += 1
        while at < text.count && (isLetter(text[at]) || isDigit(text[at]) || "+-.".contains(text[at])) {
          at += 1
        }
        tokens.append(Token(kind: .number(String(text[start..<at])), column: start + 1))
      } else if first == "\"" {
        tokens.append(Token(kind: .text(try quoted(text, &at)), column: start + 1))
      } else if "|(),:".contains(first) {
        tokens.append(Token(kind: .symbol(first), column: start + 1))
        at += 1
      } else {
        throw SentenceError(
          .unexpected(
            found: "\"\(first)\"", expected: "a word, a number, a text in quotes or one of | ( ) , :"),
          column: start + 1)
      }
    }
    tokens.append(Token(kind: .end, column: text.count + 1))
    return tokens
  }

  /// Reads a text in quotes, of which `at` is the first.
  private static func quoted(_ text: [Character], _ at: inout Int) throws(SentenceError) -> String {
    let start = at
    var content = ""
    at += 1
    while at < text.count, text[at] != "\"" {
      if text[at] == "\\" { at += 1 }
      if at < text.count { content.append(text[at]) }
      at += 1
    }
    guard at < text.count else { throw SentenceError(.unbalanced("\""), column: start + 1) }
    at += 1
    return content
  }

  /// Whether a path begins here: letters, digits and "-_.+~/" with a slash among them, or a letter first and a dot
  /// further on, as in `out/placing.muster` and `placing.muster`.
  private static func startsPath(_ text: [Character], _ start: Int) -> Bool {
    var end = start
    while end < text.count && isPathCharacter(text[end]) { end += 1 }
    let run = text[start..<end]
    return run.contains("/") || (isLetter(text[start]) && run.contains("."))
  }

  private static func isPathCharacter(_ c: Character) -> Bool {
    isLetter(c) || isDigit(c) || "-_.+~/".contains(c)
  }

  private static func isLetter(_ c: Character) -> Bool { ("a"..."z").contains(c) || ("A"..."Z").contains(c) }
  private static func isDigit(_ c: Character) -> Bool { ("0"..."9").contains(c) }
}
