import MusterCore

/// Lays a reward over a log, fact by fact: what every outcome of it counts for.
public struct RewardTrail: Sendable {
  private var engine: Engine
  private var credit: Credit

  /// - Parameter engine: the state before the first fact.
  public init(_ rule: RewardRule, from engine: Engine = Engine(EngineConfiguration())) {
    self.engine = engine
    credit = Credit(rule)
  }

  /// Takes the next fact in. A fact that the state has no place for, as of a task that was submitted before a log
  /// begins, is left out.
  /// - Returns: what the outcome counts for; nil for a fact that is none.
  public mutating func take(_ fact: Fact) -> RewardAccount? {
    let account = engine.outcome(of: fact).flatMap { credit.explain($0) }
    var agreements: [Outcome] = []
    engine.agreements(of: fact, into: &agreements)
    for late in agreements { _ = credit.apply(late) }
    do throws(EngineError) { try engine.apply(fact) } catch { return nil }
    return account
  }
}
