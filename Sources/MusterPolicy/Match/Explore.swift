import MusterCore
import MusterMath

/// `explore(share)`: with probability `share` a candidate drawn uniformly, else the best: epsilon-greedy
/// (Watkins, 1989; Sutton and Barto, ch. 2). A little of it makes a log from which other policies can be
/// judged: what is never tried cannot be. The propensity is exact.
///
/// O(candidates).
public struct Explore: Chooser {
  let share: Double

  /// - Parameter share: in 0...1.
  public init(share: Double = 0.1) { self.share = share }

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    funnel.fill(for: task, in: frame, random: &random)
    guard let best = funnel.candidates.best(in: frame.pool) else { return nil }
    let count = funnel.candidates.count
    let explores = random.bernoulli(share)
    let index = explores ? random.below(count) : best
    return Choice(
      agent: Int(funnel.candidates.agents[index]), score: funnel.candidates.scores[index],
      propensity: funnel.propensity((index == best ? 1 - share : 0) + share / Double(count)))
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    switch funnel.chance {
    case .unknown: return false
    case .uniform: funnel.spreadEvenly(for: task, in: frame, into: &probabilities)
    case .none:
      let candidates = funnel.candidates(for: task, in: frame)
      guard let best = candidates.best(in: frame.pool) else { return true }
      for row in candidates.agents { probabilities[Int(row)] = share / Double(candidates.count) }
      probabilities[Int(candidates.agents[best])] += 1 - share
    }
    return true
  }
}

extension Explore {
  static let word = Word.match(
    "explore",
    [
      Parameter(
        "share", .number(0...1), standard: .number(0.1),
        meaning: "Share of choices that are drawn uniformly, so that a log can speak of other policies.")
    ],
    meaning: "The best, and now and then any candidate.", source: "epsilon-greedy, Watkins, 1989",
    make: { .matcher(Explore(share: $0.number("share"))) })
}
