/// What a caller asks of a world: `KEY=VALUE&KEY=VALUE`. Values are looked up once each; in the end `finish` names
/// the keys that nobody looked up.
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
      pairs.append((key, String(piece[piece.index(after: sign)...])))
    }
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
