import MusterMath

/// Valid JSON documents in all spellings, from a seed.
struct RandomJSON {
  var random: Random

  mutating func document() -> [UInt8] {
    var out = space()
    append(to: &out, depth: 0)
    return out + space()
  }

  mutating func object(depth: Int = 0) -> [UInt8] {
    var out: [UInt8] = [0x7b]
    for i in 0..<random.below(5) {
      if i > 0 { out.append(0x2c) }
      out += space() + string() + space() + [0x3a] + space()
      append(to: &out, depth: depth + 1)
      out += space()
    }
    return out + [0x7d]
  }

  private mutating func append(to out: inout [UInt8], depth: Int) {
    switch random.below(depth > 4 ? 5 : 8) {
    case 0: out += string()
    case 1, 2: out += number()
    case 3: out += bytes(["true", "false", "null"][random.below(3)])
    case 4: out += bytes("[]")
    case 5, 6: out += object(depth: depth)
    default:
      out.append(0x5b)
      for i in 0..<random.below(4) {
        if i > 0 { out += [0x2c] }
        out += space()
        append(to: &out, depth: depth + 1)
      }
      out.append(0x5d)
    }
  }

  private mutating func space() -> [UInt8] {
    random.below(4) == 0 ? bytes([" ", "\n", "\r\n", "\t", "  "][random.below(5)]) : []
  }

  mutating func string() -> [UInt8] {
    var out: [UInt8] = [0x22]
    for _ in 0..<random.below(12) {
      let pieces = [
        "a", "Z", "0", " ", "\\\"", "\\\\", "\\/", "\\n", "\\b", "\\f", "\\r", "\\t", "\\u0041", "\\u00e9",
        "\\u0000", "\\ud83d\\ude00", "\\uFFFD", "\\u2028", "é", "語", "😀", "\u{7f}", "\u{2028}", "model",
      ]
      out += bytes(pieces[random.below(pieces.count)])
    }
    return out + [0x22]
  }

  private mutating func number() -> [UInt8] {
    let pieces = [
      "0", "-0", "7", "-12", "3.25", "1e5", "2E-3", "-1.5e+2", "123456789012", "0.1", "1.0", "10",
    ]
    return bytes(pieces[random.below(pieces.count)])
  }
}

/// Damage to bytes, from a seed.
struct Mutation {
  var random: Random

  mutating func mutate(_ input: [UInt8]) -> [UInt8] {
    var out = input
    for _ in 0...random.below(3) {
      let at = out.isEmpty ? 0 : random.below(out.count)
      switch random.below(5) {
      case 0: if !out.isEmpty { out[at] = UInt8(random.below(256)) }
      case 1: if !out.isEmpty { out.remove(at: at) }
      case 2: out.insert(pick(), at: at)
      case 3: if !out.isEmpty { out[at] = pick() }
      default: out = Array(out[..<at]) + Array(out[(out.isEmpty ? 0 : random.below(out.count))...])
      }
    }
    return out
  }

  private mutating func pick() -> UInt8 {
    let interesting =
      Array("{}[]\",:\\u0123456789eE+-.tfnaldD \n\r\t".utf8) + [0, 0x1f, 0x80, 0xc3, 0xed, 0xf4, 0xff]
    return interesting[random.below(interesting.count)]
  }
}
