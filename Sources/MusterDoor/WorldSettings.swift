/// What a caller asks of a world: `KEY=VALUE&KEY=VALUE`. Values are looked up once each; in the end `finish` names
/// the keys that nobody looked up. Where a value holds & or %, they are written %26 and %25.
struct WorldSettings {
  private var pairs: [(key: String, value: String)] = []
  private var known: [String] = []

  init(_ text: String) throws(DoorError) {
    for piece in text.split(separator: "&") {
      guard let sign = piece.firstIndex(of: "="), sign > piece.startIndex else {
        throw .setting("settings", found: "\"\(piece)\"", expected: "KEY=VALUE, with & between them")
      }
      let key = String(piece[..<sign])
      if pairs.contains(where: { $0.key == key }) {
        throw .setting("setting \(key)", found: "it more than once", expected: "it once")
      }
      pairs.append((key, try Self.plain(piece[piece.index(after: sign)...])))
    }
  }

  /// A value with two hexadecimal digits behind each % read as a byte.
  private static func plain(_ text: Substring) throws(DoorError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let code = UInt8(digits, radix: 16)
      else {
        throw .setting("settings", found: "\"\(text)\"", expected: "two hexadecimal digits behind each %")
      }
      bytes.append(code)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A text, `fallback` where it is not given.
  mutating func text(_ key: String, _ fallback: String) -> String {
    known.append(key)
    return pairs.first { $0.key == key }?.value ?? fallback
  }

  /// A whole number or a number, `fallback` where it is not given.
  mutating func value<Value: LosslessStringConvertible & Comparable>(
    _ key: String, _ fallback: Value, in range: ClosedRange<Value>
  ) throws(DoorError) -> Value {
    known.append(key)
    guard let pair = pairs.first(where: { $0.key == key }) else { return fallback }
    guard let value = Value(pair.value), range.contains(value) else {
      throw .setting(
        "setting \(key)", found: "\"\(pair.value)\"", expected: "\(range.lowerBound)...\(range.upperBound)")
    }
    return value
  }

  /// Throws where a key is given that the world does not have.
  func finish() throws(DoorError) {
    for pair in pairs where !known.contains(pair.key) {
      throw .setting(
        "setting \(pair.key)", found: "no such setting", expected: "one of \(known.joined(separator: ", "))")
    }
  }
}
