extension Shown {
  /// On one line: `[a, b]`.
  var inline: String {
    switch self {
    case .text(let text): YAMLText.scalar(text)
    case .list(let members): "[\(members.map(\.inline).joined(separator: ", "))]"
    case .map(let pairs): "{\(pairs.map { "\($0.name): \($0.value.inline)" }.joined(separator: ", "))}"
    }
  }

  /// Whether it fits on the line of its key.
  var isInline: Bool {
    switch self {
    case .text: true
    case .list(let members): members.allSatisfy { if case .text = $0 { true } else { false } }
    case .map: false
    }
  }
}

/// Writes values as YAML.
enum YAMLText {
  /// A text as YAML reads it back: plain where that is safe, else in double quotes.
  static func scalar(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || "._-/ :|()+@=".unicodeScalars.contains(scalar)
    }
    let startsWell = text.unicodeScalars.first.map {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "/" || $0 == "."
    }
    let isNothing = ["null", "Null", "NULL"].contains(text)
    if plain && startsWell == true && !isNothing && !text.contains(": ") && !text.hasSuffix(" ")
      && !text.hasSuffix(":")
    {
      return text
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.properties.generalCategory == .control:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// The lines of a map, two spaces deeper for each level.
  static func lines(_ pairs: [(name: String, value: Shown)], depth: Int = 0) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    return pairs.flatMap { name, value -> [String] in
      let key = scalar(name)
      if value.isInline { return ["\(indent)\(key): \(value.inline)"] }
      switch value {
      case .map(let inner): return ["\(indent)\(key):"] + lines(inner, depth: depth + 1)
      case .list(let members):
        return ["\(indent)\(key):"] + members.flatMap { member($0, depth: depth + 1) }
      case .text: return []
      }
    }
  }

  private static func member(_ value: Shown, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    guard case .map(let pairs) = value, !pairs.isEmpty else { return ["\(indent)- \(value.inline)"] }
    return dashed(lines(pairs, depth: depth + 1), depth: depth)
  }

  /// The lines of a member of a list, one level in, with its dash before the first that is no comment.
  static func dashed(_ lines: [String], depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    guard let first = lines.firstIndex(where: { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("#") })
    else {
      return lines
    }
    var lines = lines
    lines[first] = indent + "- " + lines[first].dropFirst(indent.count + 2)
    return lines
  }
}
