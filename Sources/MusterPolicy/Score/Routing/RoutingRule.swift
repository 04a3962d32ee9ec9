/// What a routing word makes of the rewards that it expects and of the prices.
enum RoutingRule: Sendable, Equatable {
  /// The expected reward.
  case value
  /// For the cheapest agent 0; for any other the chance that it does better than the cheapest, less this. Of
  /// two that do alike each counts as better half the time, so that the chance follows from expected rewards
  /// of 0 or 1: (1 + difference) / 2.
  case winRate(threshold: Double)
  /// The expected reward less the best one, and 1 more for the cheapest of those that lie within this of the
  /// best.
  case cheapestWithin(Double)

  /// Turns expected rewards into scores, in place. O(agents).
  func apply(_ scores: UnsafeMutableBufferPointer<Float>, quote: (Int) -> Int64) {
    guard let first = scores.indices.first else { return }
    switch self {
    case .value: return
    case .winRate(let threshold):
      var cheapest = first
      for i in scores.indices {
        let (price, least) = (quote(i), quote(cheapest))
        if price < least || price == least && scores[i] > scores[cheapest] { cheapest = i }
      }
      let base = Double(scores[cheapest])
      for i in scores.indices {
        let chance = (1 + Double(scores[i]) - base) / 2
        scores[i] = i == cheapest ? 0 : Float(min(max(chance, 0), 1) - threshold)
      }
    case .cheapestWithin(let margin):
      var best = scores[first]
      for score in scores { best = max(best, score) }
      var least = Int64.max
      for i in scores.indices where Double(best - scores[i]) <= margin { least = min(least, quote(i)) }
      for i in scores.indices {
        let isChosen = Double(best - scores[i]) <= margin && quote(i) == least
        scores[i] = scores[i] - best + (isChosen ? 1 : 0)
      }
    }
  }
}
