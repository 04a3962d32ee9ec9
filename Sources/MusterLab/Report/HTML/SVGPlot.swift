/// The parts all plots are made of.
///
/// Plots have no fixed width: positions along are percentages and sizes are pixels, so that a plot fills a
/// phone and a page alike while its letters, lines and markers keep their size.
enum SVGPlot {
  /// A share of the width or height, 0 to 1, as a percentage with at most two decimals.
  static func percent(_ share: Double) -> String {
    coordinate(min(max(share, -1), 2) * 100) + "%"
  }

  /// A coordinate with at most two decimals and no more letters than it needs.
  static func coordinate(_ value: Double) -> String {
    var text = NumberText.fixed(value, decimals: 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A policy's marker at a place. The inner `svg` moves the origin there, which no `transform` can do by
  /// percentages.
  static func marker(_ style: SeriesStyle, x: Double, y: String, into markup: inout Markup) {
    markup.element("svg", ["x": percent(x), "y": y, "class": "at"]) {
      $0.empty("path", ["d": style.markerPath, "class": "mark \(style.colourClass)"])
    }
  }

  /// A policy's sign for legends and lists: its line with its marker upon it.
  static func sign(_ style: SeriesStyle, into markup: inout Markup) {
    markup.element("svg", ["class": "sign", "width": "34", "height": "14", "aria-hidden": "true"]) {
      $0.empty(
        "line",
        [
          "x1": "1", "x2": "33", "y1": "7", "y2": "7", "class": "line \(style.colourClass)",
          "stroke-dasharray": style.dash,
        ])
      $0.element("svg", ["x": "17", "y": "7", "class": "at"]) {
        $0.empty("path", ["d": style.markerPath, "class": "mark \(style.colourClass)"])
      }
    }
  }
}
