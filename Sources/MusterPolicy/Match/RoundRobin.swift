import MusterCore
import MusterMath

/// `round-robin`: the candidate that was chosen longest ago, by the numbers of the agents' latest leases; the
/// first row among those never chosen. It has no state of its own, so it stays fair across restarts and
/// policies.
///
/// O(candidates).
public struct RoundRobin: Chooser {
  public init() {}

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    funnel.fill(for: task, in: frame, random: &random)
    let best = longestAgo(in: frame, of: funnel)
    if best < 0 { return nil }
    // Scores do not count, so drawn ones bring in no chance; a drawn part of the candidates does.
    return Choice(
      agent: Int(funnel.candidates.agents[best]), score: funnel.candidates.scores[best],
      propensity: funnel.drawsSubset ? .nan : 1)
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    if funnel.drawsSubset { return false }
    var random = frame.random(forTask: task)
    funnel.fill(for: task, in: frame, random: &random)
    let best = longestAgo(in: frame, of: funnel)
    if best >= 0 { probabilities[Int(funnel.candidates.agents[best])] = 1 }
    return true
  }

  /// The index of the candidate whose turn it is, or -1 if there is none.
  private func longestAgo(in frame: borrowing Frame, of funnel: borrowing Funnel) -> Int {
    var best = -1
    var bestAgent = 0
    for index in 0..<funnel.candidates.count {
      let agent = Int(funnel.candidates.agents[index])
      let lease = frame.pool.lastLease[agent]
      if best < 0 || lease < frame.pool.lastLease[bestAgent]
        || (lease == frame.pool.lastLease[bestAgent] && agent < bestAgent)
      {
        best = index
        bestAgent = agent
      }
    }
    return best
  }
}

extension RoundRobin {
  static let word = Word.match(
    "round-robin", meaning: "The candidate chosen longest ago.", source: "common",
    make: { _ in .matcher(RoundRobin()) })
}
