/// Selection from a set that elements join and leave: after every update at least 1 / (2 (1 + epsilon)) of the best
/// value of any `limit` elements that are there.
///
/// For every power g of 1 + epsilon a ladder picks elements that add at least g / (2 limit) each; the ladder whose g is
/// the best value, to a factor, keeps the bound (Lattanzi, Mitrović, Norouzi-Fard, Tarnawski and Zadimoghaddam, "Fully
/// dynamic algorithm for constrained submodular optimization", 2020; Banihashem et al., "Dynamic constrained submodular
/// optimization with polylogarithmic update time", 2305.15192). An element that leaves and was chosen makes its own
/// level and those above it stale, and they are rebuilt when the set is next asked for; any other update costs
/// `O(limit)` gains a ladder. An element is in `O(ln(limit) / epsilon)` ladders.
public struct DynamicSubmodular<Objective: SubmodularObjective>: Sendable {
  public let limit: Int
  public let epsilon: Double

  private let objective: Objective
  /// By exponent.
  private var ladders: [SubmodularLadder<Objective>] = []
  private var random: Random

  /// `limit` is at least 1, `epsilon` above 0. The seed decides which fitting elements are chosen; adversaries who do
  /// not know it cannot force many rebuilds. The bound holds for every seed.
  public init(_ objective: Objective, limit: Int, epsilon: Double = 0.1, seed: UInt64 = 0) {
    precondition(limit >= 1, "at least one element is chosen")
    precondition(epsilon > 0, "epsilon is above zero")
    (self.objective, self.limit, self.epsilon) = (objective, limit, epsilon)
    random = Random(seed: seed)
  }

  /// An element that is not there joins.
  public mutating func insert(_ element: Int) {
    guard let range = exponents(element) else { return }
    for exponent in range {
      let at = ladders.partitioningIndex { $0.exponent >= exponent }
      if at == ladders.count || ladders[at].exponent != exponent {
        let threshold = Powers.power(1 + epsilon, exponent) / (2 * Double(limit))
        ladders.insert(
          SubmodularLadder(objective, exponent: exponent, threshold: threshold, limit: limit), at: at)
      }
      ladders[at].insert(element, objective, &random)
    }
  }

  /// An element that is there leaves.
  public mutating func remove(_ element: Int) {
    guard let range = exponents(element) else { return }
    let first = ladders.partitioningIndex { $0.exponent >= range.lowerBound }
    for at in first..<ladders.count where ladders[at].exponent <= range.upperBound {
      ladders[at].remove(element)
    }
    ladders.removeAll { $0.isEmpty }
  }

  /// The best set of all ladders, and its value; stale levels are rebuilt first.
  public mutating func best() -> (elements: [Int], value: Double) {
    var result: (elements: [Int], value: Double) = ([], 0)
    for at in ladders.indices {
      ladders[at].refresh(objective, &random)
      if ladders[at].value > result.value { result = (ladders[at].chosen, ladders[at].value) }
    }
    return result
  }

  /// The ladders in which an element may be chosen: no best value is below its own, and where the best is g it has to
  /// add g / (2 limit).
  private func exponents(_ element: Int) -> ClosedRange<Int>? {
    let single = objective.gain(of: element, to: objective.nothing)
    guard single > 0 else { return nil }
    // The power just below the best value is the one that the bound rests on.
    let lowest = Powers.exponent(notBelow: single, of: 1 + epsilon) - 1
    return lowest...Powers.exponent(notBelow: 2 * Double(limit) * single, of: 1 + epsilon)
  }
}

extension Array {
  /// The first index from which on a condition holds, for arrays where it holds to the end once it holds.
  fileprivate func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
