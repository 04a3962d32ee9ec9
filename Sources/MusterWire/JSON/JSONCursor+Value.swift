extension JSONCursor {
  /// Goes past one value, which starts here inside `outer` containers, and says what it is. Containers are
  /// kept on a stack of bits, one a level, so that no input can exhaust the thread's stack.
  mutating func value(depth outer: Int) throws(WireError) -> JSONType {
    let type = try opening()
    guard type == .object || type == .array else { return type }
    var stack = ContainerStack(depth: outer)
    try push(type, on: &stack)
    var isFirst = true
    while true {
      skipSpace()
      if at < end, base[at] == (stack.isInObject ? 0x7d : 0x5d) {
        at += 1
        stack.pop()
        if stack.depth == outer { return type }
        isFirst = false
        continue
      }
      if !isFirst {
        try expect(0x2c, stack.isInObject ? "',' or '}'" : "',' or ']'")
        skipSpace()
      }
      if stack.isInObject {
        _ = try name()
        try colon()
      }
      let next = try opening()
      isFirst = next == .object || next == .array
      if isFirst { try push(next, on: &stack) }
    }
  }

  /// Enters the container whose bracket is behind us.
  @inline(__always)
  private func push(_ type: JSONType, on stack: inout ContainerStack) throws(WireError) {
    guard stack.depth < JSONScanner.depthLimit else { throw tooDeep(at: at - 1) }
    stack.push(isObject: type == .object)
  }

  /// Goes past a scalar, or past the bracket that opens a container.
  @inline(__always)
  mutating func opening() throws(WireError) -> JSONType {
    guard at < end else { throw unexpected(at: at, expected: "a value") }
    switch base[at] {
    case 0x22:
      at += 1
      _ = try restOfString()
      return .string
    case 0x7b:
      at += 1
      return .object
    case 0x5b:
      at += 1
      return .array
    case 0x74:
      try literal("true")
      return .boolean
    case 0x66:
      try literal("false")
      return .boolean
    case 0x6e:
      try literal("null")
      return .null
    case 0x2d, 0x30...0x39:
      try number()
      return .number
    default: throw unexpected(at: at, expected: "a value")
    }
  }

  private mutating func literal(_ text: StaticString) throws(WireError) {
    let letters = text.utf8Start
    for i in 0..<text.utf8CodeUnitCount {
      guard at < end, base[at] == letters[i] else { throw unexpected(at: at, expected: text.description) }
      at += 1
    }
  }

  private mutating func number() throws(WireError) {
    if base[at] == 0x2d { at += 1 }
    if at < end, base[at] == 0x30 { at += 1 } else { try digits() }
    if at < end, base[at] == 0x2e {
      at += 1
      try digits()
    }
    if at < end, base[at] | 0x20 == 0x65 {
      at += 1
      if at < end, base[at] == 0x2b || base[at] == 0x2d { at += 1 }
      try digits()
    }
  }

  /// One digit or more.
  @inline(__always)
  private mutating func digits() throws(WireError) {
    let start = at
    while at < end, base[at] &- 0x30 < 10 { at += 1 }
    if at == start { throw unexpected(at: at, expected: "a digit") }
  }

  @inline(never)
  private func tooDeep(at place: Int) -> WireError {
    WireError(
      .tooDeep, "JSON", offset: place, found: "containers nested deeper than \(JSONScanner.depthLimit)",
      expected: "at most \(JSONScanner.depthLimit) levels")
  }
}
