/// A place in JSON text, moving forward. Reads never pass `end`.
struct JSONCursor {
  let bytes: UnsafeRawBufferPointer
  let base: UnsafePointer<UInt8>
  let end: Int
  var at: Int

  /// A cursor at `start`; the text must not be empty.
  init(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(WireError) {
    guard start >= 0, start < bytes.count, let region = bytes.baseAddress else {
      throw WireError(.syntax, "JSON", offset: start, found: "the end of the input", expected: "a value")
    }
    self.bytes = bytes
    base = region.assumingMemoryBound(to: UInt8.self)
    end = bytes.count
    at = start
  }

  /// The error that something else stands at `place`.
  @inline(never)
  func unexpected(at place: Int, expected: String) -> WireError {
    WireError(
      .syntax, "JSON", offset: place, found: WireError.name(of: bytes, at: place), expected: expected)
  }

  @inline(__always)
  mutating func skipSpace() {
    while at < end {
      let byte = base[at]
      if byte > 0x20 || byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09 { return }
      at += 1
    }
  }

  /// Goes past `byte`, which must stand here.
  @inline(__always)
  mutating func expect(_ byte: UInt8, _ expected: StaticString) throws(WireError) {
    guard at < end, base[at] == byte else { throw unexpected(at: at, expected: expected.description) }
    at += 1
  }

  /// Only white space may follow.
  mutating func expectEnd() throws(WireError) {
    skipSpace()
    if at < end { throw unexpected(at: at, expected: "the end of the input") }
  }

  /// A value with the white space before it; of an object, the members.
  mutating func document() throws(WireError) -> JSONDocument {
    skipSpace()
    let start = at
    guard at < end, base[at] == 0x7b else {
      let type = try value(depth: 0)
      return JSONDocument(value: start..<at, type: type, members: [])
    }
    at += 1
    var members: [JSONMember] = []
    skipSpace()
    if at < end, base[at] == 0x7d {
      at += 1
      return JSONDocument(value: start..<at, type: .object, members: members)
    }
    members.reserveCapacity(16)
    while true {
      let nameStart = at + 1
      let escaped = try name()
      let nameEnd = at - 1
      try colon()
      let valueStart = at
      let type = try value(depth: 1)
      members.append(
        JSONMember(
          name: nameStart..<nameEnd, nameIsEscaped: escaped, value: valueStart..<at, type: type))
      skipSpace()
      guard at < end, base[at] == 0x2c else { break }
      at += 1
      skipSpace()
    }
    try expect(0x7d, "',' or '}'")
    return JSONDocument(value: start..<at, type: .object, members: members)
  }

  /// A member's name; whether it holds escapes.
  @inline(__always)
  mutating func name() throws(WireError) -> Bool {
    try expect(0x22, "a member's name in quotes")
    return try restOfString()
  }

  /// The colon after a name, and the white space on both its sides.
  @inline(__always)
  mutating func colon() throws(WireError) {
    skipSpace()
    try expect(0x3a, "':'")
    skipSpace()
  }
}
