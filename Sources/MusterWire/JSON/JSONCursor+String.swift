extension JSONCursor {
  /// Goes past a string whose opening quote is behind us; whether it holds escapes.
  mutating func restOfString() throws(WireError) -> Bool {
    var escaped = false
    while true {
      skipPlain()
      guard at < end else { throw unexpected(at: at, expected: "'\"'") }
      let byte = base[at]
      if byte == 0x22 {
        at += 1
        return escaped
      }
      if byte == 0x5c {
        escaped = true
        try escape()
      } else if byte >= 0x80 {
        try sequence()
      } else {
        throw unexpected(at: at, expected: "control characters escaped")
      }
    }
  }

  /// Goes past printable ASCII other than quote and backslash, eight bytes at a time.
  @inline(__always)
  private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    while at + 8 <= end {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
      let quote = word ^ ones &* 0x22
      let backslash = word ^ ones &* 0x5c
      // The high bit of each byte that is special; a borrow can only spoil bytes above a special one.
      let special =
        (word | (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash)
        & (ones &* 0x80)
      if special != 0 {
        at += special.trailingZeroBitCount &>> 3
        return
      }
      at += 8
    }
    while at < end {
      let byte = base[at]
      if byte < 0x20 || byte == 0x22 || byte == 0x5c || byte >= 0x80 { return }
      at += 1
    }
  }

  /// One sequence of UTF-8 beyond ASCII, by table 3-7 of the Unicode standard.
  private mutating func sequence() throws(WireError) {
    let lead = base[at]
    var low: UInt8 = 0x80
    var high: UInt8 = 0xbf
    let more: Int
    switch lead {
    case 0xc2...0xdf: more = 1
    case 0xe0...0xef:
      more = 2
      if lead == 0xe0 { low = 0xa0 }
      if lead == 0xed { high = 0x9f }
    case 0xf0...0xf4:
      more = 3
      if lead == 0xf0 { low = 0x90 }
      if lead == 0xf4 { high = 0x8f }
    default: throw notUTF8(at: at)
    }
    guard at + more < end else { throw notUTF8(at: at) }
    guard base[at + 1] >= low, base[at + 1] <= high else { throw notUTF8(at: at) }
    if more > 1, base[at + 2] & 0xc0 != 0x80 { throw notUTF8(at: at) }
    if more > 2, base[at + 3] & 0xc0 != 0x80 { throw notUTF8(at: at) }
    at += more + 1
  }

  /// One escape, whose backslash stands here; a surrogate pair counts as one.
  private mutating func escape() throws(WireError) {
    let start = at
    at += 1
    guard at < end else { throw unexpected(at: at, expected: "an escape") }
    switch base[at] {
    case 0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74: at += 1
    case 0x75:
      at += 1
      let first = try fourHexDigits()
      if first < 0xd800 || first > 0xdfff { return }
      guard first < 0xdc00, at + 1 < end, base[at] == 0x5c, base[at + 1] == 0x75 else {
        throw loneSurrogate(first, at: start)
      }
      at += 2
      let second = try fourHexDigits()
      if second < 0xdc00 || second > 0xdfff { throw loneSurrogate(first, at: start) }
    default: throw unexpected(at: at, expected: #"one of "\/bfnrtu"#)
    }
  }

  private mutating func fourHexDigits() throws(WireError) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard at < end, let digit = HexDigit.value(of: base[at]) else {
        throw unexpected(at: at, expected: "a hexadecimal digit")
      }
      number = number << 4 | UInt32(digit)
      at += 1
    }
    return number
  }

  @inline(never)
  private func notUTF8(at place: Int) -> WireError {
    WireError(
      .encoding, "JSON", offset: place, found: WireError.name(of: base[place]),
      expected: "a whole UTF-8 sequence")
  }

  @inline(never)
  private func loneSurrogate(_ unit: UInt32, at place: Int) -> WireError {
    WireError(
      .loneSurrogate, "JSON", offset: place, found: "\\u\(String(unit, radix: 16)) alone",
      expected: "a surrogate pair or another character")
  }
}
