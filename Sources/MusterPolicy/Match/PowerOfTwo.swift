import MusterCore
import MusterMath

/// `power-of-two`: two candidates drawn uniformly, and the better of them: nearly as even as the best of all,
/// and no herd behind stale scores (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing",
/// 2001).
///
/// The propensity has a closed form: of n candidates, one that is better than k others wins with probability
/// k / (n (n - 1) / 2). O(candidates), for the list and for that count.
public struct PowerOfTwo: Chooser {
  public init() {}

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    funnel.fill(for: task, in: frame, random: &random)
    let count = funnel.candidates.count
    if count == 0 { return nil }
    var winner = 0
    if count > 1 {
      let first = random.below(count)
      let other = random.below(count - 1)
      let second = other < first ? other : other + 1
      winner = funnel.candidates.precedes(first, second, in: frame.pool) ? first : second
    }
    return Choice(
      agent: Int(funnel.candidates.agents[winner]), score: funnel.candidates.scores[winner],
      propensity: funnel.propensity(PowerOfTwo.propensity(of: winner, funnel.candidates, frame)))
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    switch funnel.chance {
    case .unknown: return false
    case .uniform: funnel.spreadEvenly(for: task, in: frame, into: &probabilities)
    case .none:
      var candidates = funnel.candidates(for: task, in: frame)
      let count = candidates.count
      candidates.bringBestForward(count, in: frame.pool)
      // The best beats all others, the next all but one.
      for (place, row) in candidates.agents.enumerated() {
        let beaten = Double(count - 1 - place)
        probabilities[Int(row)] = count == 1 ? 1 : 2 * beaten / (Double(count) * Double(count - 1))
      }
    }
    return true
  }

  private static func propensity(
    of winner: Int, _ candidates: borrowing Candidates, _ frame: borrowing Frame
  ) -> Double {
    let count = candidates.count
    if count == 1 { return 1 }
    var beaten = 0
    for index in 0..<count where index != winner {
      beaten += candidates.precedes(winner, index, in: frame.pool) ? 1 : 0
    }
    return 2 * Double(beaten) / (Double(count) * Double(count - 1))
  }
}

extension PowerOfTwo {
  static let word = Word.match(
    "power-of-two", meaning: "The better of two candidates drawn uniformly.", source: "Mitzenmacher, 2001",
    make: { _ in .matcher(PowerOfTwo()) })
}
