/// Every metric of every policy, in tables by group, a few metrics wide.
struct SummaryTables {
  let comparison: ComparisonResult
  let metrics: [String]

  /// Metrics a table may have before it grows wider than a page.
  private let widest = 5

  func write(into markup: inout Markup) {
    // Members of a family beside each other, whatever order the runs measured them in.
    let columns = metrics.enumerated()
      .sorted {
        (MetricCatalogue.position(of: $0.element), $0.offset)
          < (MetricCatalogue.position(of: $1.element), $1.offset)
      }
      .map { MetricColumn(comparison, $0.element) }
    for group in MetricGroup.allCases {
      let members = columns.filter { $0.info.group == group }
      guard !members.isEmpty else { continue }
      markup.element("h3", group.rawValue)
      // Tables of about equal width, rather than a full one and a remainder of one column.
      let count = (members.count + widest - 1) / widest
      let size = (members.count + count - 1) / count
      for start in stride(from: 0, to: members.count, by: size) {
        table(group, Array(members[start..<min(start + size, members.count)]), into: &markup)
      }
    }
  }

  private func table(_ group: MetricGroup, _ columns: [MetricColumn], into markup: inout Markup) {
    markup.element(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": group.rawValue]
    ) {
      $0.element("table", ["class": "summary"]) { table in
        table.element("thead") {
          $0.element("tr") { row in
            row.element("th", ["scope": "col"], "Policy")
            for column in columns { heading(column.info, into: &row) }
          }
        }
        table.element("tbody") { body in
          for (index, policy) in comparison.policies.enumerated() {
            body.element("tr") { line in
              line.element("th", ["scope": "row", "title": policy]) {
                PolicyName(index: index, name: policy).write(into: &$0)
              }
              for column in columns { cell(index, column, into: &line) }
            }
          }
        }
      }
    }
  }

  private func heading(_ info: MetricInfo, into row: inout Markup) {
    row.element("th", ["scope": "col", "class": "number", "title": info.meaning]) { cell in
      cell.write(info.title + " ")
      cell.element("span", ["class": "unit"], info.unitAndDirection)
      if info.title != info.name { cell.element("code", info.name) }
    }
  }

  private func cell(_ index: Int, _ column: MetricColumn, into line: inout Markup) {
    let isBest = column.isBest(index)
    line.element("td", ["class": isBest ? "number best" : "number"]) { cell in
      EstimateCell(row: column.rows[index], isBest: isBest).writeContent(into: &cell)
      DifferenceCell(row: column.rows[index], info: column.info).writeContent(into: &cell)
    }
  }
}
