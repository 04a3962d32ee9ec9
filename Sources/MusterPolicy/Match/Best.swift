import MusterCore
import MusterMath

/// `best`: the candidate with the highest score; among equals the one that comes first in the pool's tie
/// order.
///
/// O(agents) a task, and next to nothing but that when every stage is remembered by ``PairMemo``.
public struct Best: Chooser {
  public init() {}

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    guard let (agent, score) = funnel.best(for: task, in: frame, random: &random) else { return nil }
    return Choice(agent: agent, score: score, propensity: funnel.propensity(1))
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    switch funnel.chance {
    case .unknown: return false
    case .uniform: funnel.spreadEvenly(for: task, in: frame, into: &probabilities)
    case .none:
      var random = frame.random(forTask: task)
      if let best = funnel.best(for: task, in: frame, random: &random) { probabilities[best.agent] = 1 }
    }
    return true
  }
}

extension Best {
  static let word = Word.match(
    "best", meaning: "The highest score; a fixed random order among equals.", source: "common",
    make: { _ in .matcher(Best()) })
}
