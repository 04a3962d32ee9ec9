/// Greedy selection with stale gains: at least 1 - 1/e of the best value of any `limit` elements.
///
/// Gains only fall as the set grows, so an element whose old gain is below the fresh gain of another need not be looked
/// at again (Nemhauser, Wolsey and Fisher, 1978; Minoux, "Accelerated greedy algorithms", 1978). `O(n k)` gains at
/// worst, hardly more than `O(n)` as a rule.
public enum LazyGreedy {
  /// Up to `limit` of the elements, in the order chosen; the lowest number among equals. Elements that add nothing are
  /// left out.
  public static func select<Objective: SubmodularObjective>(
    _ objective: Objective, limit: Int, from elements: [Int]? = nil
  ) -> (elements: [Int], value: Double) {
    var chosen = objective.nothing
    var queue = (elements ?? Array(0..<objective.count)).map {
      Bid(gain: objective.gain(of: $0, to: chosen), element: $0, round: 0)
    }
    // A heap with the best bid first.
    for at in stride(from: queue.count / 2 - 1, through: 0, by: -1) { sink(&queue, at) }
    var result: [Int] = []
    var value = 0.0
    while result.count < limit, let top = queue.first, top.gain > 0 {
      if top.round == result.count {
        result.append(top.element)
        value += top.gain
        objective.add(top.element, to: &chosen)
        queue[0].gain = -.infinity
      } else {
        queue[0].gain = objective.gain(of: top.element, to: chosen)
        queue[0].round = result.count
      }
      sink(&queue, 0)
    }
    return (result, value)
  }

  private struct Bid {
    var gain: Double
    var element: Int
    /// How many had been chosen when the gain was taken.
    var round: Int

    func isBefore(_ other: Bid) -> Bool {
      gain != other.gain ? gain > other.gain : element < other.element
    }
  }

  private static func sink(_ heap: inout [Bid], _ start: Int) {
    var at = start
    while true {
      var best = at
      for child in [2 * at + 1, 2 * at + 2] where child < heap.count && heap[child].isBefore(heap[best]) {
        best = child
      }
      if best == at { return }
      heap.swapAt(at, best)
      at = best
    }
  }
}
