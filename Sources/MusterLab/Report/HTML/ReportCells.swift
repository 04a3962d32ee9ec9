/// A policy as it stands in lists and tables: its number, its sign, its name.
struct PolicyName {
  let index: Int
  let name: String

  func write(into markup: inout Markup) {
    markup.element("span", ["class": "policy"]) { policy in
      policy.element("span", ["class": "index"], String(index + 1))
      SVGPlot.sign(SeriesStyle(index), into: &policy)
      policy.element("span", ["class": "name"], name)
    }
  }
}

/// A table cell with a mean and its interval.
struct EstimateCell {
  let row: SummaryRow?
  let isBest: Bool

  func write(into markup: inout Markup) {
    markup.element("td", ["class": isBest ? "number best" : "number"]) { writeContent(into: &$0) }
  }

  /// The content alone, for cells that hold a difference too.
  func writeContent(into cell: inout Markup) {
    let text = row.map { NumberText.estimate(mean: $0.mean, ci95: $0.ci95) }
    if isBest { cell.element("span", ["class": "star", "title": "best mean"], "★ ") }
    cell.element("span", ["class": "mean"], text.map { Minus.typeset($0.mean) } ?? NumberText.absent)
    if let interval = text?.interval {
      cell.element("span", ["class": "interval"], " ± " + Minus.typeset(interval))
    }
  }
}

/// A table cell with a difference from the first policy, and what it says.
struct DifferenceCell {
  let row: SummaryRow?
  let info: MetricInfo

  func write(into markup: inout Markup) {
    markup.element("td", ["class": "number"]) { cell in
      writeContent(into: &cell)
    }
  }

  /// The content alone, for cells that hold the mean too.
  func writeContent(into cell: inout Markup) {
    let difference = row?.pairedDifference
    guard let difference else { return }
    let text = NumberText.estimate(mean: difference.mean, ci95: difference.ci95, signed: true)
    let verdict = Verdict(difference, info)
    cell.element("span", ["class": "difference \(verdict)", "title": verdict.words]) {
      $0.write(Minus.typeset(text.text) + " ")
      $0.element("span", ["class": "verdict"], verdict.mark)
    }
  }
}

/// The minus sign for pages; terminals and files keep the hyphen, which can be searched for and read back.
enum Minus {
  static func typeset(_ text: String) -> String {
    text.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "−")
  }
}

extension Verdict {
  /// The verdict in words, shown when the sign is pointed at.
  var words: String {
    switch self {
    case .better: "better than the first policy"
    case .worse: "worse than the first policy"
    case .different: "different from the first policy"
    case .open: "not told apart from the first policy"
    case .absent: "nothing to compare"
    }
  }
}
