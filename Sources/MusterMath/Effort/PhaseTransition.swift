/// Whether a budget does more with several agents than with one (the phase transition of 2601.17311).
///
/// Votes go up a tree of majorities of `fanIn` agents, whose outcomes correlate by `correlation` and whose messages
/// arrive with `fidelity`. Around a tie an advantage is multiplied at each level by
/// `fidelity * (correlation + (1 - correlation) * slope)`, with the slope of the majority vote there.
public struct PhaseTransition: Sendable, Equatable {
  /// Agents under a vote: odd, 3 or more.
  public let fanIn: Int
  /// Of outcomes of two agents, in 0...1.
  public let correlation: Double
  /// In 0...1; 1 for messages that lose nothing.
  public let fidelity: Double

  public init(fanIn: Int, correlation: Double, fidelity: Double) {
    precondition(fanIn >= 3 && fanIn % 2 == 1, "a vote is among an odd number of agents, 3 or more")
    precondition((0...1).contains(correlation) && (0...1).contains(fidelity), "shares lie in 0...1")
    (self.fanIn, self.correlation, self.fidelity) = (fanIn, correlation, fidelity)
  }

  /// The slope of the majority of b at a tie: b C(b-1, (b-1)/2) / 2^(b-1). `O(b)`.
  public static func majoritySlope(_ b: Int) -> Double {
    // C(2m, m) / 4^m is the product of (2i - 1) / 2i.
    var share = 1.0
    for step in stride(from: 1, through: (b - 1) / 2, by: 1) {
      share *= Double(2 * step - 1) / Double(2 * step)
    }
    return Double(b) * share
  }

  /// What one level does to an advantage; at 1 or below it washes out.
  public var amplification: Double {
    fidelity * (correlation + (1 - correlation) * Self.majoritySlope(fanIn))
  }

  /// s = ln amplification / ln fan-in: how the advantage grows with the number of agents.
  public var exponent: Double { Portable.log(amplification) / Portable.log(Double(fanIn)) }

  /// Split only if s > beta, where one agent's advantage grows as budget^beta.
  public func shouldSplit(beta: Double) -> Bool { amplification > 1 && exponent > beta }

  /// The variance of the mean of N agents of variance v and correlation rho round a hub, with c for the reading:
  /// v (1 + (N - 1) rho) / N + c / N.
  public static func starVariance(agents: Int, variance: Double, correlation: Double, cost: Double) -> Double
  {
    precondition(agents >= 1, "a star has an agent")
    let n = Double(agents)
    return variance * (1 + (n - 1) * correlation) / n + cost / n
  }
}
