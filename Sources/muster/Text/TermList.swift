/// Terms with what they mean, in two columns.
struct TermList {
  var indent = 2
  var width: Int
  private var rows: [(term: String, meaning: String)] = []

  init(width: Int, indent: Int = 2) {
    self.width = width
    self.indent = indent
  }

  mutating func add(_ term: String, _ meaning: String) { rows.append((term, meaning)) }

  /// A column of its own for terms of up to 30 characters; longer ones stand on a line of their own.
  var text: String {
    let terms = min(30, rows.map(\.term.count).max() ?? 0)
    let margin = String(repeating: " ", count: indent)
    let gap = String(repeating: " ", count: indent + terms + 2)
    var text = ""
    for row in rows {
      let lines = Paragraph.lines(row.meaning, width: max(20, width - gap.count))
      let head = margin + row.term.padded(to: terms + 2)
      if row.term.count > terms {
        text += margin + row.term + "\n" + lines.map { gap + $0 + "\n" }.joined()
      } else {
        text +=
          (head + (lines.first ?? "")).trimmedEnd + "\n" + lines.dropFirst().map { gap + $0 + "\n" }.joined()
      }
    }
    return text
  }
}

extension String {
  /// Without the spaces at its end.
  var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
