/// A small JSON writer whose output depends on nothing but the value: keys stay in the order given and
/// numbers are the shortest text that reads back as the same double.
///
/// Ours, because Foundation's encoder sorts keys or leaves their order open, and refuses NaN.
enum JSONWriter {
  /// A JSON value; objects keep their order.
  indirect enum Value: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case unsigned(UInt64)
    /// Written as null when it is not finite: JSON has no word for that.
    case number(Double)
    case string(String)
    case array([Value])
    case object([Member])
  }

  /// One key and its value.
  struct Member: Sendable {
    let key: String
    let value: Value

    init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// The text of a value, without a final newline.
  ///
  /// - Parameter brokenLevels: how many levels of nesting are put one element a line, so that a person can
  ///   read the file and `diff` and `grep` work on it; deeper ones stay on their line.
  static func text(_ value: Value, brokenLevels: Int = 0) -> String {
    var out = ""
    write(value, to: &out, broken: brokenLevels, indent: 0)
    return out
  }

  private static func write(_ value: Value, to out: inout String, broken: Int, indent: Int) {
    switch value {
    case .null: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .integer(let number): out += String(number)
    case .unsigned(let number): out += String(number)
    case .number(let number): out += number.isFinite ? "\(number)" : "null"
    case .string(let text): quote(text, to: &out)
    case .array(let elements):
      writeList(elements, open: "[", close: "]", to: &out, broken: broken, indent: indent) { element, out in
        write(element, to: &out, broken: broken - 1, indent: indent + 1)
      }
    case .object(let members):
      writeList(members, open: "{", close: "}", to: &out, broken: broken, indent: indent) { member, out in
        quote(member.key, to: &out)
        out += broken > 0 ? ": " : ":"
        write(member.value, to: &out, broken: broken - 1, indent: indent + 1)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: String, close: String, to out: inout String, broken: Int, indent: Int,
    each: (Element, inout String) -> Void
  ) {
    let breaks = broken > 0 && !elements.isEmpty
    out += open
    for (index, element) in elements.enumerated() {
      if index > 0 { out += "," }
      if breaks { newline(to: &out, indent: indent + 1) }
      each(element, &out)
    }
    if breaks { newline(to: &out, indent: indent) }
    out += close
  }

  private static func newline(to out: inout String, indent: Int) {
    out += "\n" + String(repeating: "  ", count: indent)
  }

  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      // The line separators are legal in JSON but not in older JavaScript source.
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
