/// The curves of one policy over its seeds, as a mean with an interval at every place.
struct CurveBand {
  struct Place: Equatable {
    let x: Double
    let mean: Double
    let ci95: Double?
  }

  let places: [Place]

  /// Where all seeds have the same places, those are kept; otherwise, and above `most` places, the curves are
  /// read at even steps by linear interpolation, over the stretch that all of them cover, so that no step in
  /// the mean comes from a seed that has ended.
  init(_ curves: [Curve], most: Int = 201) {
    let lines = curves.map { Self.line($0) }.filter { !$0.isEmpty }
    guard let first = lines.first else {
      places = []
      return
    }
    let shared = first.map(\.x)
    if shared.count <= most, lines.allSatisfy({ $0.map(\.x) == shared }) {
      places = shared.indices.map { index in
        Self.place(shared[index], lines.map { $0[index].y })
      }
      return
    }
    let low = lines.compactMap(\.first?.x).max() ?? 0
    let high = lines.compactMap(\.last?.x).min() ?? 0
    guard high > low else {
      places = []
      return
    }
    places = (0..<most).map { step in
      let x = step == most - 1 ? high : low + (high - low) * Double(step) / Double(most - 1)
      return Self.place(x, lines.map { Self.value($0, at: x) })
    }
  }

  private static func place(_ x: Double, _ values: [Double]) -> Place {
    let estimate = Estimate(of: values)
    return Place(x: x, mean: estimate.mean, ci95: estimate.ci95)
  }

  /// The finite points by x; of points at one x the last, which is where a step ends.
  private static func line(_ curve: Curve) -> [CurvePoint] {
    let sorted = curve.points.filter { $0.x.isFinite && $0.y.isFinite }.enumerated()
      .sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }
      .map(\.element)
    return sorted.indices.filter { $0 + 1 == sorted.count || sorted[$0 + 1].x > sorted[$0].x }
      .map { sorted[$0] }
  }

  /// Linear interpolation; the place is within the line.
  private static func value(_ line: [CurvePoint], at x: Double) -> Double {
    var low = 0
    var high = line.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if line[middle].x <= x { low = middle } else { high = middle }
    }
    let from = line[low]
    let to = line[high]
    guard to.x > from.x else { return from.y }
    return from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x))
  }
}
