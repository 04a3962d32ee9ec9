/// When an answer is not to be trusted as it is: the risk guard of Symphony-Coord (arXiv 2602.00966).
///
/// risk = 0.45 disagreement + 0.30 instability + 0.20 domain + 0.05 history; from 0.45 on the task is run twice more,
/// from 0.70 on a person decides.
public struct RiskGuard: Sendable, Equatable {
  /// What is known about an answer; each 0...1, and what is not a number counts as 1.
  public struct Signs: Sendable, Equatable {
    /// The share of the chains that did not agree with the vote; see ``VoteReward/disagreement(of:)``.
    public var disagreement: Double
    /// 1 - the mean stability of the agents that answered; see ``Beacon/stability(load:latency:available:)``.
    public var instability: Double
    /// How much harm a wrong answer does in this domain, as the owner says.
    public var domain: Double
    /// How often answers to such tasks were wrong before.
    public var history: Double

    public init(disagreement: Double, instability: Double, domain: Double, history: Double) {
      self.disagreement = disagreement
      self.instability = instability
      self.domain = domain
      self.history = history
    }
  }

  /// What to do about it.
  public enum Action: Sendable, Equatable {
    case accept
    /// Run the task so many times more, on agents that have not had it.
    case runAgain(Int)
    /// Ask a person.
    case askPerson
  }

  /// The risk from which on the task is run again, and from which on a person decides.
  public var runAgainFrom: Double
  public var askPersonFrom: Double

  public init(runAgainFrom: Double = 0.45, askPersonFrom: Double = 0.70) {
    self.runAgainFrom = runAgainFrom
    self.askPersonFrom = askPersonFrom
  }

  /// The risk, 0...1.
  public static func risk(_ signs: Signs) -> Double {
    func within(_ value: Double) -> Double { value.isNaN ? 1 : min(max(value, 0), 1) }
    return 0.45 * within(signs.disagreement) + 0.30 * within(signs.instability)
      + 0.20 * within(signs.domain) + 0.05 * within(signs.history)
  }

  /// What to do about an answer with these signs.
  public func action(_ signs: Signs) -> Action {
    let risk = RiskGuard.risk(signs)
    if risk >= askPersonFrom { return .askPerson }
    return risk >= runAgainFrom ? .runAgain(2) : .accept
  }
}
