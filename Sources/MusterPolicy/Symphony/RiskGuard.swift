import MusterCore

/// When an answer is not to be trusted as it is: the risk guard of Symphony-Coord (arXiv 2602.00966).
///
/// risk = 0.45 disagreement + 0.30 instability + 0.20 domain + 0.05 history; from 0.45 on the task is run twice more,
/// from 0.70 on a person decides.
///
/// Only the disagreement comes with the answers; the rest is known when the task is handed in. So the rule is a
/// threshold on the disagreement, ``doubt(_:)``, which the engine's ballots go by: the runs that it calls for are
/// the reserve of the ``Ask`` that ``ask(_:copies:_:)`` makes. In a sentence it is the word ``RiskGuardRule``. Whether
/// a person must decide is asked of ``action(_:)`` when the ballot is decided, with its ``Ballot/disagreement``.
public struct RiskGuard: Sendable, Equatable {
  /// What is known about an answer; each 0...1, and what is not a number counts as 1.
  public struct Signs: Sendable, Equatable {
    /// The share of the chains that did not agree with the vote: ``Ballot/disagreement``.
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

  /// How many runs more a risk calls for.
  public static let moreRuns = 2

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
    return risk >= runAgainFrom ? .runAgain(RiskGuard.moreRuns) : .accept
  }

  /// The disagreement from which on the task is run again, whatever these signs say of it; above 1 for never, 0 for
  /// always.
  public func doubt(_ signs: Signs) -> Double {
    var signs = signs
    signs.disagreement = 0
    // What is left to reach, and a rounding less: as much is enough.
    return max((runAgainFrom - RiskGuard.risk(signs)) / 0.45 - 1e-12, 0)
  }

  /// How to put a task to several agents under this guard: so many chains, and two more where they disagree too much
  /// for its risk.
  /// - Parameters:
  ///   - copies: new ids, one for each chain and for each run more.
  ///   - signs: those of the task; its disagreement is not looked at.
  public func ask(_ rule: BallotRule, copies: [TaskID], _ signs: Signs) -> Ask {
    Ask(rule, copies: copies, first: max(copies.count - RiskGuard.moreRuns, 1), doubt: doubt(signs))
  }
}
