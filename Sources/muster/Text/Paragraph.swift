/// Text for a terminal, broken at spaces.
enum Paragraph {
  /// Lines of at most `width` characters, where the words allow it.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}

extension String {
  /// With spaces behind, up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// With spaces before, up to a width.
  func rightAligned(in width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
