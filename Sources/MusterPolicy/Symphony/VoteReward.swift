import MusterMath

/// The delayed reward of Symphony-Coord (arXiv 2602.00966): a task is run as up to three chains on distinct agents,
/// they vote on the answer, and then every run is rewarded for its own success, for agreeing with the vote and for
/// being fast.
///
/// A driver submits the chains as tasks of their own, and when the last of them has ended sends each one's reward as
/// feedback: to a policy that is a correction, which takes the place of what the run was counted with before.
public enum VoteReward {
  /// The most chains that the publication runs.
  public static let chainLimit = 3

  /// One run of the task.
  public struct Chain: Sendable, Equatable {
    /// What it answered, as a key: two answers are the same if their keys are. Nil for no answer.
    public var answer: UInt64?
    /// What its vote counts for; at least 0.
    public var weight: Double
    public var succeeded: Bool
    /// Milliseconds.
    public var latency: Double

    public init(answer: UInt64?, weight: Double = 1, succeeded: Bool, latency: Double) {
      self.answer = answer
      self.weight = weight
      self.succeeded = succeeded
      self.latency = latency
    }
  }

  /// The answer with the most weight, the first given among equals; nil where nobody answered. O(chains^2).
  public static func winner(of chains: [Chain]) -> UInt64? {
    var best: (answer: UInt64, weight: Double)?
    for chain in chains {
      guard let answer = chain.answer else { continue }
      let weight = chains.reduce(0.0) { $0 + ($1.answer == answer ? counted($1.weight) : 0) }
      if let best, weight <= best.weight { continue }
      best = (answer, weight)
    }
    return best?.answer
  }

  private static func counted(_ weight: Double) -> Double { weight > 0 && weight.isFinite ? weight : 0 }

  /// 1[ok] + 0.5 1[agrees with the vote] - 0.2 sqrt(latency / 2000 ms), in the order of the chains; between -0.2 and
  /// 1.5. The latency term is at most 0.2, as in the released code.
  public static func rewards(of chains: [Chain]) -> [Double] {
    let winner = winner(of: chains)
    return chains.map { chain in
      let agrees = chain.answer != nil && chain.answer == winner
      let share = chain.latency.isNaN ? 1 : min(max(chain.latency / 2000, 0), 1)
      return (chain.succeeded ? 1 : 0) + (agrees ? 0.5 : 0) - 0.2 * share.squareRoot()
    }
  }

  /// The share of the weight that did not go to the winner, 0...1: what ``RiskGuard`` calls disagreement. No answer
  /// counts as a vote of its own; 1 where nobody answered.
  public static func disagreement(of chains: [Chain]) -> Double {
    let total = chains.reduce(0.0) { $0 + counted($1.weight) }
    guard total > 0, let winner = winner(of: chains) else { return 1 }
    return 1 - chains.reduce(0.0) { $0 + ($1.answer == winner ? counted($1.weight) : 0) } / total
  }
}
