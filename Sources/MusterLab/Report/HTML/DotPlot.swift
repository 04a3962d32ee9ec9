/// One metric of all policies: a row each with its mean, its interval, the single runs, and the difference
/// from the first policy. It is a table, so that it reads as one where the plot cannot be seen.
struct DotPlot {
  private let comparison: ComparisonResult
  private let column: MetricColumn
  private var info: MetricInfo { column.info }

  init(_ comparison: ComparisonResult, metric: String) {
    self.comparison = comparison
    column = MetricColumn(comparison, metric)
  }

  func write(into markup: inout Markup) {
    let rows = column.rows
    let runs = comparison.policies.map { policy in
      comparison.results.filter { $0.policy == policy }
        .compactMap { $0.metrics.value(of: info.name) ?? $0.wallClock.value(of: info.name) }
    }
    let axis = axis(rows, runs)
    let reference = rows.first.flatMap { $0 }?.mean
    let compares = column.compares

    markup.element("figure", ["class": "dots"]) { figure in
      figure.element("figcaption") { caption in
        caption.element("strong", info.title)
        caption.element("span", ["class": "unit"], " " + info.unitAndDirectionInWords)
        caption.element("span", ["class": "meaning"], info.meaning)
      }
      figure.element("table") { table in
        table.element("thead") {
          $0.element("tr") { row in
            row.element("th", ["scope": "col"], "Policy")
            row.element("th", ["scope": "col", "class": "track"]) {
              $0.element("span", ["class": "hidden"], "Plot")
            }
            row.element("th", ["scope": "col", "class": "number"], "Mean ± 95 %")
            if compares { row.element("th", ["scope": "col", "class": "number"], "Against 1") }
          }
        }
        table.element("tbody") { body in
          for (index, policy) in comparison.policies.enumerated() {
            body.element("tr") { line in
              line.element("th", ["scope": "row"]) {
                PolicyName(index: index, name: policy).write(into: &$0)
              }
              line.element("td", ["class": "track"]) {
                track(rows[index], runs[index], axis, reference, SeriesStyle(index), into: &$0)
              }
              EstimateCell(row: rows[index], isBest: column.isBest(index)).write(
                into: &line)
              if compares { DifferenceCell(row: rows[index], info: info).write(into: &line) }
            }
          }
        }
        if let axis { self.axis(axis, compares: compares, into: &table) }
      }
    }
  }

  private func axis(_ rows: [SummaryRow?], _ runs: [[Double]]) -> AxisScale? {
    var values = runs.flatMap { $0 }
    for case let row? in rows {
      values += [row.mean - (row.ci95 ?? 0), row.mean + (row.ci95 ?? 0)]
    }
    return AxisScale(holding: values, limits: info.unit == "%" ? 0...100 : nil, ticks: 3)
  }

  private func track(
    _ row: SummaryRow?, _ runs: [Double], _ axis: AxisScale?, _ reference: Double?, _ style: SeriesStyle,
    into markup: inout Markup
  ) {
    guard let axis else { return }
    markup.element("svg", ["width": "100%", "height": "26", "aria-hidden": "true"]) { svg in
      for tick in axis.ticks { vertical("grid", axis.position(tick), into: &svg) }
      if let reference, reference.isFinite { vertical("reference", axis.position(reference), into: &svg) }
      for value in runs.prefix(100) where value.isFinite {
        let x = SVGPlot.percent(axis.position(value))
        svg.empty("line", ["x1": x, "x2": x, "y1": "8", "y2": "18", "class": "run \(style.colourClass)"])
      }
      guard let row, row.mean.isFinite else { return }
      if let ci95 = row.ci95 {
        let low = axis.position(row.mean - ci95)
        let high = axis.position(row.mean + ci95)
        svg.empty(
          "line",
          [
            "x1": SVGPlot.percent(low), "x2": SVGPlot.percent(high), "y1": "13", "y2": "13",
            "class": "interval \(style.colourClass)",
          ])
      }
      SVGPlot.marker(style, x: axis.position(row.mean), y: "13", into: &svg)
    }
  }

  private func vertical(_ kind: String, _ share: Double, into markup: inout Markup) {
    // Longer than the row may be; the cell clips it, so that a row of several lines has no gap.
    let x = SVGPlot.percent(share)
    markup.empty("line", ["x1": x, "x2": x, "y1": "0", "y2": "400", "class": kind])
  }

  private func axis(_ axis: AxisScale, compares: Bool, into markup: inout Markup) {
    markup.element("tfoot", ["aria-hidden": "true"]) {
      $0.element("tr") { row in
        row.element("td", "")
        row.element("td", ["class": "track"]) {
          $0.element("svg", ["width": "100%", "height": "18"]) { svg in
            for tick in axis.ticks {
              svg.element(
                "text", ["x": SVGPlot.percent(axis.position(tick)), "y": "13", "class": "tick middle"],
                Minus.typeset(axis.label(tick)))
            }
          }
        }
        row.element("td", "")
        if compares { row.element("td", "") }
      }
    }
  }
}
