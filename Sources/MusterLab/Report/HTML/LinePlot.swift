/// The curves of one name: a line for the mean of each policy and a band for its interval.
struct LinePlot {
  let name: String
  let xUnit: String
  let yUnit: String
  private let policies: [String]
  private let bands: [CurveBand]

  /// The plots of a comparison, by name in order of first appearance.
  static func all(_ comparison: ComparisonResult) -> [LinePlot] {
    comparison.results.flatMap { $0.curves.map(\.name) }.unique
      .map { LinePlot(name: $0, comparison) }
  }

  private init(name: String, _ comparison: ComparisonResult) {
    let curves = comparison.policies.map { policy in
      comparison.results.filter { $0.policy == policy }.flatMap { $0.curves.filter { $0.name == name } }
    }
    let any = curves.lazy.flatMap { $0 }.first
    self.name = name
    xUnit = any?.xUnit ?? ""
    yUnit = any?.yUnit ?? ""
    policies = comparison.policies
    bands = curves.map { CurveBand($0) }
  }

  func write(into markup: inout Markup) {
    let places = bands.flatMap(\.places)
    let heights = places.flatMap { [$0.mean - ($0.ci95 ?? 0), $0.mean + ($0.ci95 ?? 0)] }
    let limits = yUnit.hasPrefix("%") ? 0.0...100.0 : nil
    markup.element("figure", ["class": "lines"]) { figure in
      figure.element("figcaption") { caption in
        caption.element("strong", name)
        caption.element("span", ["class": "unit"], yUnit.isEmpty ? "" : " in " + yUnit)
      }
      guard let x = AxisScale(holding: places.map(\.x), padding: 0, ticks: 5),
        let y = AxisScale(holding: heights, limits: limits, ticks: 5)
      else {
        figure.element("p", ["class": "meaning"], "No finite value to draw.")
        return
      }
      figure.element("div", ["class": "plot"]) { plot in
        let label = "\(name), \(yUnit), over \(xUnit), a line for each policy"
        plot.element(
          "svg", ["width": "100%", "height": String(Self.height), "role": "img", "aria-label": label]
        ) { svg in
          axes(x, y, into: &svg)
          shapes(x, y, into: &svg)
          markers(x, y, into: &svg)
          endLabels(x, y, into: &svg)
        }
      }
      legend(into: &figure)
    }
  }

  private static let height = 260

  private func axes(_ x: AxisScale, _ y: AxisScale, into svg: inout Markup) {
    for tick in y.ticks {
      let at = SVGPlot.percent(1 - y.position(tick))
      svg.empty("line", ["x1": "0", "x2": "100%", "y1": at, "y2": at, "class": "grid"])
      svg.element(
        "text", ["x": "0", "y": at, "dx": "-8", "dy": "4", "class": "tick end"], Minus.typeset(y.label(tick)))
    }
    for tick in x.ticks {
      let at = SVGPlot.percent(x.position(tick))
      svg.empty("line", ["x1": at, "x2": at, "y1": "0", "y2": "100%", "class": "grid"])
      svg.element(
        "text", ["x": at, "y": "100%", "dy": "18", "class": "tick middle"], Minus.typeset(x.label(tick)))
    }
    svg.element("text", ["x": "50%", "y": "100%", "dy": "36", "class": "tick middle"], xUnit)
  }

  /// Lines and bands live in a square of 1000 that is stretched to the plot; their strokes are not.
  private func shapes(_ x: AxisScale, _ y: AxisScale, into svg: inout Markup) {
    func point(_ at: Double, _ value: Double) -> String {
      SVGPlot.coordinate(x.position(at) * 1000) + " " + SVGPlot.coordinate((1 - y.position(value)) * 1000)
    }
    svg.element(
      "svg", ["width": "100%", "height": "100%", "viewBox": "0 0 1000 1000", "preserveAspectRatio": "none"]
    ) { square in
      for (index, band) in bands.enumerated() {
        let style = SeriesStyle(index)
        let ranges = band.places.compactMap { place in place.ci95.map { (place.x, place.mean, $0) } }
        guard ranges.count >= 2 else { continue }
        let upper = ranges.map { point($0.0, $0.1 + $0.2) }
        let lower = ranges.reversed().map { point($0.0, $0.1 - $0.2) }
        square.empty(
          "path",
          ["d": "M" + (upper + lower).joined(separator: "L") + "Z", "class": "band \(style.colourClass)"])
      }
      for (index, band) in bands.enumerated() where band.places.count >= 2 {
        let style = SeriesStyle(index)
        let points = band.places.filter(\.mean.isFinite).map { point($0.x, $0.mean) }
        square.empty(
          "path",
          [
            "d": "M" + points.joined(separator: "L"), "class": "line \(style.colourClass)",
            "stroke-dasharray": style.dash,
          ])
      }
    }
  }

  /// A few markers a line, each policy's at places of its own so that they do not cover one another.
  private func markers(_ x: AxisScale, _ y: AxisScale, into svg: inout Markup) {
    for (index, band) in bands.enumerated() {
      let count = band.places.count
      let stride = max(1, count / 5)
      let start = count > 12 ? (index * stride / max(bands.count, 1)) + stride / 4 : 0
      for at in Swift.stride(from: start, to: count, by: count > 12 ? stride : 1) {
        let place = band.places[at]
        guard place.mean.isFinite else { continue }
        SVGPlot.marker(
          SeriesStyle(index), x: x.position(place.x), y: SVGPlot.percent(1 - y.position(place.mean)),
          into: &svg)
      }
    }
  }

  /// The policy's number beside the end of its line; numbers that would overlap are moved apart.
  private func endLabels(_ x: AxisScale, _ y: AxisScale, into svg: inout Markup) {
    let ends = bands.enumerated().compactMap { index, band -> (index: Int, x: Double, y: Double)? in
      guard let last = band.places.last(where: \.mean.isFinite) else { return nil }
      return (index, x.position(last.x), 1 - y.position(last.mean))
    }.sorted { ($0.y, $0.index) < ($1.y, $1.index) }
    let gap = 13 / Double(Self.height)
    guard Double(ends.count) * gap <= 1 else { return }
    for (end, at) in zip(ends, Self.apart(ends.map(\.y), gap: gap)) {
      svg.element(
        "text",
        [
          "x": SVGPlot.percent(end.x), "y": SVGPlot.percent(at), "dx": "9", "dy": "4",
          "class": "label \(SeriesStyle(end.index).colourClass)",
        ], String(end.index + 1))
    }
  }

  /// Moves ascending positions at least a gap apart, within 0 and 1.
  static func apart(_ positions: [Double], gap: Double) -> [Double] {
    var moved = positions
    for i in moved.indices.dropFirst() { moved[i] = max(moved[i], moved[i - 1] + gap) }
    var limit = 1.0
    for i in moved.indices.reversed() {
      moved[i] = min(moved[i], limit)
      limit = moved[i] - gap
    }
    return moved
  }

  private func legend(into figure: inout Markup) {
    figure.element("ul", ["class": "legend"]) { list in
      for (index, policy) in policies.enumerated() where !bands[index].places.isEmpty {
        list.element("li", ["title": policy]) { PolicyName(index: index, name: policy).write(into: &$0) }
      }
    }
  }
}
