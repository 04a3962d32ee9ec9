/// One line of the table: a quantity measured several times.
struct Row {
  enum Unit: String {
    case perSecond = "/s"
    case nanoseconds = "ns"
    case milliseconds = "ms"
    case seconds = "s"
    case mebibytes = "MiB"
    case times = "x"
    case cases = "cases"
  }

  enum Target {
    case atLeast(Double)
    case under(Double)
  }

  var what: String
  var values: [Double]
  var unit: Unit
  var target: Target?

  init(_ what: String, _ values: [Double], _ unit: Unit, _ target: Target? = nil) {
    self.what = what
    self.values = values
    self.unit = unit
    self.target = target
  }

  /// By the median; nil where there is no target or nothing to hold against it.
  var isReached: Bool? {
    guard let target, let median = Spread(values)?.median else { return nil }
    switch target {
    case .atLeast(let bound): return median >= bound
    case .under(let bound): return median < bound
    }
  }

  /// Its cells: what, median, min, max, unit, target, whether it was reached.
  var cells: [String] {
    let spread = Spread(values)
    func text(_ value: Double?) -> String { value.map { Figure.text($0) } ?? "–" }
    let goal =
      switch target {
      case nil: ""
      case .atLeast(let bound): ">= " + Figure.text(bound)
      case .under(let bound): "< " + Figure.text(bound)
      }
    let verdict = isReached.map { $0 ? "yes" : "NO" } ?? ""
    return [
      what, text(spread?.median), text(spread?.min), text(spread?.max), unit.rawValue, goal, verdict,
    ]
  }

  static let headings = ["", "median", "min", "max", "", "target", "reached"]
  /// Which columns are numbers.
  static let isNumber = [false, true, true, true, false, true, false]
}
