/// The characters of bytes that should be UTF-8, as far as cutting words needs to know them. Bytes that
/// belong to no character are characters of their own. O(1) a character; nothing is ever read past the end.
struct TextLetters {
  enum Kind {
    /// Part of a word.
    case letter
    /// A word by itself.
    case alone
    /// Between words.
    case other
  }

  struct Letter {
    let kind: Kind
    /// In lower case, the last byte lowest.
    let bytes: UInt32
    /// How many bytes those are.
    let length: Int
    /// As it was written.
    let raw: UInt32
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func next() -> Letter? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    if first < 0x80 {
      position += 1
      return TextLetters.ascii(first)
    }
    let length = TextLetters.length(first)
    var raw = UInt32(first)
    for offset in 1..<max(length, 1) {
      guard position + offset < bytes.count, bytes[position + offset] & 0xc0 == 0x80 else {
        return stray(first)
      }
      raw = raw << 8 | UInt32(bytes[position + offset])
    }
    if length == 0 { return stray(first) }
    position += length
    let kind: Kind =
      switch raw {
      // Signs of Latin-1, general punctuation and signs, ideographic punctuation.
      case 0xc2_80...0xc2_bf, 0xe2_80_80...0xe2_af_bf, 0xe3_80_80...0xe3_80_bf: .other
      // Kana, ideographs, syllables of Hangul.
      case 0xe3_81_80...0xed_9f_bf, 0xf0_a0_80_80...0xf0_bf_bf_bf: .alone
      default: .letter
      }
    return Letter(kind: kind, bytes: TextLetters.lowered(raw), length: length, raw: raw)
  }

  private mutating func stray(_ byte: UInt8) -> Letter {
    position += 1
    return Letter(kind: .other, bytes: UInt32(byte), length: 1, raw: UInt32(byte))
  }

  private static func ascii(_ byte: UInt8) -> Letter {
    let raw = UInt32(byte)
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return Letter(kind: .letter, bytes: raw | 0x20, length: 1, raw: raw)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Letter(kind: .letter, bytes: raw, length: 1, raw: raw)
    default: return Letter(kind: .other, bytes: raw, length: 1, raw: raw)
    }
  }

  /// How many bytes the character has that begins so; zero for none.
  private static func length(_ first: UInt8) -> Int {
    switch first {
    case 0xc2...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xf4: 4
    default: 0
    }
  }

  /// Latin-1, Greek and Cyrillic capitals as small letters; the rest as it is.
  private static func lowered(_ raw: UInt32) -> UInt32 {
    switch raw {
    case 0xc3_80...0xc3_96, 0xc3_98...0xc3_9e, 0xce_91...0xce_9f, 0xd0_90...0xd0_9f: raw + 0x20
    case 0xce_a0...0xce_a9: raw + 0xe0
    case 0xd0_a0...0xd0_af: raw + 0xe0
    case 0xd0_80...0xd0_8f: raw + 0x110
    default: raw
    }
  }
}
