/// Prices that keep load even without an auxiliary loss: candidates are ranked by score + price, and after a round
/// each price moves by its rate times what the candidate is short of (or above) the even load.
///
/// p_k += eps (L - A_k), with L the even load and A_k the actual one (Han and Zhong, "A theoretical framework for
/// auxiliary-loss-free load balancing of sparse mixture-of-experts", 2512.03915); with steps of 1/n regret grows as
/// log n. The sign form moves every price by the same constant step, up or down. `O(1)` a decision with `note`, `O(n)`
/// a round.
public struct ProximalBalance: Sendable, Equatable {
  /// How prices move at the end of a round.
  public enum Step: Sendable, Equatable {
    /// eps (L - A_k).
    case proportional(Double)
    /// (eps / n)(L - A_k) in round n.
    case decreasing(Double)
    /// eps sign(L - A_k).
    case sign(Double)
  }

  public let step: Step
  /// What to add to a candidate's score.
  public internal(set) var prices: [Double]
  /// Load since the last round.
  public internal(set) var loads: [Double]
  public internal(set) var rounds = 0

  public init(candidates: Int, step: Step) {
    self.step = step
    prices = Array(repeating: 0, count: candidates)
    loads = Array(repeating: 0, count: candidates)
  }

  /// Goes on from saved state; the two lists are equally long.
  public init(step: Step, prices: [Double], loads: [Double], rounds: Int) {
    precondition(prices.count == loads.count, "every candidate has a price and a load")
    (self.step, self.prices, self.loads, self.rounds) = (step, prices, loads, rounds)
  }

  /// Adds a candidate, without load and at the mean price, so that it is neither flooded nor starved.
  public mutating func addCandidate() {
    prices.append(prices.isEmpty ? 0 : prices.reduce(0, +) / Double(prices.count))
    loads.append(0)
  }

  /// A candidate was given this much work.
  public mutating func note(_ work: Double = 1, on candidate: Int) { loads[candidate] += work }

  /// Ends a round: prices move towards even load among all candidates, or among shares of it: a candidate with twice
  /// the weight of another is to have twice its load. Weights are not negative and not all zero.
  public mutating func endRound(weights: [Double]? = nil) {
    rounds += 1
    let total = loads.reduce(0, +)
    let weightSum = weights?.reduce(0, +) ?? Double(loads.count)
    for candidate in prices.indices {
      let even = total * (weights?[candidate] ?? 1) / weightSum
      let lack = even - loads[candidate]
      switch step {
      case .proportional(let rate): prices[candidate] += rate * lack
      case .decreasing(let rate): prices[candidate] += rate * lack / Double(rounds)
      case .sign(let size): prices[candidate] += lack > 0 ? size : lack < 0 ? -size : 0
      }
      loads[candidate] = 0
    }
  }

  /// The candidate with the highest score + price, the first of equals; scores of minus infinity or NaN are left out.
  public func best(_ scores: [Double]) -> Int? {
    var (best, place) = (-Double.infinity, -1)
    for (candidate, score) in scores.enumerated() where score + prices[candidate] > best {
      (best, place) = (score + prices[candidate], candidate)
    }
    return place < 0 ? nil : place
  }
}
