import Foundation
import MusterLab

/// All that was measured, as one table for the terminal or as a page in Markdown.
struct Sheet {
  var outcomes: [Outcome]
  var machine: String
  var versions: [(name: String, version: String)]

  private var versionLine: String { versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ") }

  var plain: String {
    let rows = [Row.headings] + outcomes.flatMap(\.body.rows).map(\.cells)
    let widths = Row.headings.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      var text = ""
      for (column, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        text += (Row.isNumber[column] ? space + cell : cell + space) + "  "
      }
      while text.hasSuffix(" ") { text.removeLast() }
      return text
    }
    var lines = ["", machine, versionLine, "", line(Row.headings)]
    for outcome in outcomes {
      lines += ["", "\(outcome.name): \(outcome.title)"]
      lines += outcome.body.rows.map { line($0.cells) }
      lines += outcome.body.notes.map { "  " + $0 } + outcome.body.faults.map { "  FAULT: " + $0 }
    }
    return lines.joined(separator: "\n")
  }

  func writeMarkdown(to file: String) throws { try AtomicFile.write(markdown, to: file) }

  private var markdown: String {
    let date = Date.now.formatted(.iso8601.year().month().day())
    var lines = [
      "# Benchmarks: results", "",
      "Written by `make bench` on \(date). Medians of repeated runs, the sides of a pair taking turns; "
        + "each measurement is a process of its own.", "",
      "- Machine: \(machine)", "- Versions: \(versionLine)",
    ]
    for outcome in outcomes {
      lines += ["", "## \(outcome.name)", "", outcome.title + "."]
      if !outcome.body.rows.isEmpty {
        lines += [
          "", markdownLine(["", "median", "min", "max", "unit", "target", "reached"]),
          markdownLine(Row.isNumber.map { $0 ? "--:" : "---" }),
        ]
        lines += outcome.body.rows.map { markdownLine($0.cells) }
      }
      let remarks = outcome.body.notes + outcome.body.faults.map { "**Fault:** " + $0 }
      if !remarks.isEmpty { lines += [""] + remarks.map { "- " + $0 } }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func markdownLine(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
