/// An aligned plain-text table.
struct TextTable {
  enum Alignment { case left, right }

  struct Column {
    /// One line or more, the name first.
    var heading: [String]
    var alignment: Alignment
    var cells: [String]
    /// The rows to be shown in bold where the terminal can.
    var emphasised: Set<Int> = []

    var width: Int { (heading + cells).map(DisplayWidth.of).max() ?? 0 }
  }

  /// The columns; the first names the rows and is repeated when the others do not fit beside each other.
  var columns: [Column]

  /// The table in as many blocks as the width asks for, an empty line between them.
  func text(style: TerminalStyle) -> String {
    guard let head = columns.first else { return "" }
    var blocks: [[Column]] = []
    var block = [head]
    var used = head.width
    for column in columns.dropFirst() {
      if used + gap + column.width > style.width, block.count > 1 {
        blocks.append(block)
        block = [head]
        used = head.width
      }
      block.append(column)
      used += gap + column.width
    }
    blocks.append(block)
    return blocks.map { lines(of: $0, style: style) }.joined(separator: "\n")
  }

  private let gap = 2

  init(columns: [Column]) { self.columns = columns }

  private func lines(of block: [Column], style: TerminalStyle) -> String {
    let headingHeight = block.map(\.heading.count).max() ?? 0
    let rows = block.map(\.cells.count).max() ?? 0
    var out = ""
    for line in 0..<headingHeight {
      out += joined(
        block.map { column in
          padded(column, line < column.heading.count ? column.heading[line] : "", bold: false)
        })
    }
    let rule = block.reduce(-gap) { $0 + $1.width + gap }
    out += String(repeating: "─", count: max(rule, 0)) + "\n"
    for row in 0..<rows {
      out += joined(
        block.map { column in
          padded(
            column, row < column.cells.count ? column.cells[row] : "",
            bold: style.usesColour && column.emphasised.contains(row))
        })
    }
    return out
  }

  private func padded(_ column: Column, _ text: String, bold: Bool) -> String {
    let space = String(repeating: " ", count: column.width - DisplayWidth.of(text))
    let shown = bold ? "\u{1B}[1;32m\(text)\u{1B}[0m" : text
    return column.alignment == .left ? shown + space : space + shown
  }

  private func joined(_ cells: [String]) -> String {
    var line = cells.joined(separator: String(repeating: " ", count: gap))
    while line.hasSuffix(" ") { line.removeLast() }
    return line + "\n"
  }
}
