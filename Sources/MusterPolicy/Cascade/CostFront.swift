/// Cascades that no other beats in both cost and tasks solved: by rising cost, and so by rising tasks solved; the
/// cheaper, then the first noted among equals.
public struct CostFront<Cascade: Sendable & Equatable>: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var cascade: Cascade
    public var result: CascadeTable.Result
  }

  public private(set) var points: [Point] = []

  init() {}

  /// The cascade that solves the most within the budget, in micro-dollars over all tasks; nil where none is as cheap.
  public func best(within budget: Int64) -> Point? { points.last { $0.result.cost <= budget } }

  /// Whether a cascade costs no more and solves at least as much. O(log points).
  func beats(_ result: CascadeTable.Result) -> Bool {
    let place = place(of: result)
    return place > 0 && points[place - 1].result.solved >= result.solved
  }

  /// Takes a cascade in and drops those that it beats. O(log points), and O(points) where it is new.
  mutating func note(_ result: CascadeTable.Result, _ cascade: @autoclosure () -> Cascade) {
    let place = place(of: result)
    if place > 0, points[place - 1].result.solved >= result.solved { return }
    // The points rise in both, so those that it beats stand together.
    let start = place > 0 && points[place - 1].result.cost == result.cost ? place - 1 : place
    var end = place
    while end < points.count, points[end].result.solved <= result.solved { end += 1 }
    points.replaceSubrange(start..<end, with: [Point(cascade: cascade(), result: result)])
  }

  /// How many points cost no more.
  private func place(of result: CascadeTable.Result) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].result.cost <= result.cost { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
