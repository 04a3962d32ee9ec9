/// The grammar underneath: spaces, commas, numbers, strings, and stepping over what nobody asked for.
extension JSONScanner {
  var current: UInt8? { index < text.count ? text[index] : nil }

  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { index += 1 }
  }

  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ byte: Unicode.Scalar, _ name: String) throws(TraceError) {
    skipSpace()
    guard skip(byte) else { throw fault(.malformed, at: index, expected: name) }
  }

  /// Goes to the next member of an object or list; false behind the last one.
  mutating func nextMember(closing: Unicode.Scalar) throws(TraceError) -> Bool {
    skipSpace()
    if skip(closing) {
      isFirst = false
      return false
    }
    if !isFirst {
      try expect(",", "a comma or \(closing)")
      skipSpace()
    }
    isFirst = false
    return true
  }

  func fault(_ kind: TraceError.Kind, at start: Int, expected: String) -> TraceError {
    let rest = text[start...].prefix { byte in
      byte > 0x20 && ![",", "]", "}"].contains(Unicode.Scalar(byte))
    }
    let shown = rest.isEmpty ? text[start...].prefix(1) : rest
    return TraceError(
      kind, file: file, line: line, column: key.map { .name($0) } ?? .index(start + 1),
      found: shown.isEmpty ? "the end of the line" : quotedExcerpt(Bytes(rebasing: shown)), expected: expected
    )
  }

  /// Steps over a number; false if it is not one by the grammar.
  mutating func skipNumber() -> Bool {
    _ = skip("-")
    if !skip("0") { guard skipDigits() else { return false } }
    if skip(".") { guard skipDigits() else { return false } }
    if skip("e") || skip("E") {
      _ = skip("+") || skip("-")
      guard skipDigits() else { return false }
    }
    // What follows a number directly may not look like part of one, as in 012 or 1x.
    guard let next = current else { return true }
    return next <= 0x20 || next == UInt8(ascii: ",") || next == UInt8(ascii: "]") || next == UInt8(ascii: "}")
  }

  private mutating func skipDigits() -> Bool {
    let start = index
    while let byte = current, byte &- UInt8(ascii: "0") <= 9 { index += 1 }
    return index > start
  }

  mutating func skipValue(depth: Int) throws(TraceError) {
    skipSpace()
    let start = index
    guard depth < Self.deepest else {
      throw fault(.outOfRange, at: start, expected: "nesting of at most \(Self.deepest)")
    }
    switch current {
    case UInt8(ascii: "{"):
      index += 1
      isFirst = true
      while try nextMember(closing: "}") {
        _ = try string()
        try expect(":", "a colon")
        try skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      index += 1
      isFirst = true
      while try nextMember(closing: "]") { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try skipWord("true")
    case UInt8(ascii: "f"): try skipWord("false")
    case UInt8(ascii: "n"): try skipWord("null")
    default:
      guard skipNumber() else { throw fault(.malformed, at: start, expected: "a value") }
    }
  }

  private mutating func skipWord(_ word: StaticString) throws(TraceError) {
    let start = index
    for offset in 0..<word.utf8CodeUnitCount {
      guard current == word.utf8Start[offset] else { throw fault(.malformed, at: start, expected: "a value") }
      index += 1
    }
  }

  /// Reads a string and undoes its escapes.
  mutating func string() throws(TraceError) -> String {
    try expect("\"", "a string")
    let start = index
    var hasEscapes = false
    while let byte = current, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else {
        throw fault(.malformed, at: index, expected: "no bare control character in a string")
      }
      let isEscape = byte == UInt8(ascii: "\\")
      hasEscapes = hasEscapes || isEscape
      index += isEscape ? 2 : 1
    }
    // An escape at the very end steps over it.
    index = min(index, text.count)
    let content = Bytes(rebasing: text[start..<index])
    guard skip("\"") else { throw fault(.malformed, at: index, expected: "a closing quote") }
    guard let plain = hasEscapes ? unescapedJSON(content) : Array(content) else {
      throw fault(.malformed, at: start, expected: "escapes as in JSON")
    }
    guard let name = String(validating: plain, as: UTF8.self) else {
      throw fault(.invalidUTF8, at: start, expected: "text in UTF-8")
    }
    return name
  }
}
