import Yams

/// Keys that a map of the file holds more than once. The first letter of every earlier one is replaced by a
/// character of its own from Unicode's private use area, which leaves all lines and columns where they are.
struct RepeatedKeys: Sendable {
  private var names: [String] = []

  private static let first: UInt32 = 0xE000
  private static let limit = 256

  /// The text with the key at the mark made different; nil where that cannot be done.
  mutating func mark(_ name: String, at mark: Mark, in text: String) -> String? {
    var scalars = Array(text.unicodeScalars)
    guard names.count < Self.limit, let start = name.unicodeScalars.first,
      let replacement = Unicode.Scalar(Self.first + UInt32(names.count)),
      var index = Self.index(of: mark, in: scalars), index < scalars.count
    else { return nil }
    if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
    guard index < scalars.count, scalars[index] == start, original(of: name) == nil else { return nil }
    scalars[index] = replacement
    names.append(name)
    var marked = String.UnicodeScalarView()
    marked.append(contentsOf: scalars)
    return String(marked)
  }

  /// The name of a key that was marked; nil for any other key.
  func original(of key: String) -> String? {
    guard let value = key.unicodeScalars.first?.value, value >= Self.first else { return nil }
    let index = Int(value - Self.first)
    guard index < names.count,
      key.unicodeScalars.dropFirst().elementsEqual(names[index].unicodeScalars.dropFirst())
    else { return nil }
    return names[index]
  }

  /// Where a line and a column begin.
  private static func index(of mark: Mark, in scalars: [Unicode.Scalar]) -> Int? {
    var line = 1
    var index = 0
    while line < mark.line {
      guard index < scalars.count else { return nil }
      switch scalars[index] {
      case "\r" where index + 1 < scalars.count && scalars[index + 1] == "\n": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": line += 1
      default: break
      }
      index += 1
    }
    return index + mark.column - 1
  }
}
