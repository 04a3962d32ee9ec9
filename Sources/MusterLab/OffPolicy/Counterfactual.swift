import MusterCore
import MusterMath
import MusterPolicy

/// What other policies would have brought, from the log of one: off-policy evaluation.
///
/// The facts are taken in one after the other. Before each lease the state is as it was when the policy was
/// asked, and so each target is asked about that one task in it: with which probability would it have chosen
/// as it was chosen? Its decisions are never carried out. A target that learns does so from the logged
/// outcomes, as they came, and from nothing else.
///
/// **What is estimated** is the mean reward a decision: each lease is one, its reward the last that was said
/// of it, corrections included. It is the mean over *the logged situations*: the same arrivals, the same
/// tasks ready, the same room on the agents, the same past to learn from. Where today's choice changes
/// tomorrow's situation, the mean under the target may be another: when agents fill up, when a failed task
/// comes again, when budgets run out, when `round-robin` counts whose turn it is, when a policy learns from
/// what it chose itself. Then `muster replay --trace log:FILE` says more, and this says what it says without
/// a model of the world.
public struct Counterfactual: Sendable {
  /// How often a target is asked about a decision where it has no closed form.
  public static let standardDraws = 200

  private var engine: Engine
  private var targets: [TargetPolicy]
  private let draws: Int
  private var frame = Frame()
  private var logged = LoggedDecisions()
  private var mix = MixLearner()
  private var currentMix = DemandMix()
  private var taken: UInt64 = 0
  private var credit: Credit?

  /// - Parameters:
  ///   - engine: the state before the first fact, set as the log was written under (the seed above all).
  ///   - targets: the policies to ask, by the names to report them under; none of them has learned yet.
  ///   - reward: what counts, for the estimates and for targets that learn; nil for rewards as reported.
  public init(
    from engine: Engine, targets: [(name: String, policy: any Policy)],
    draws: Int = Counterfactual.standardDraws, reward: RewardRule? = nil
  ) throws(CounterfactualError) {
    guard draws > 0 else {
      throw .setting("draws", found: "\(draws)", expected: "at least 1")
    }
    self.engine = engine
    self.targets = targets.map { TargetPolicy(name: $0.name, policy: $0.policy) }
    self.draws = draws
    credit = reward.map { Credit($0) }
  }

  /// Takes the next fact of the log in.
  public mutating func take(_ fact: Fact) throws(CounterfactualError) {
    switch fact.event {
    case .submitted(let task): mix.see(task.demand)
    case .leased(let lease): try ask(lease, at: fact.at)
    default: break
    }
    if let told = engine.outcome(of: fact), told.reward.isFinite,
      let outcome = credit == nil ? told : credit?.apply(told)
    {
      logged.note(outcome)
      for index in targets.indices { targets[index].observe(outcome) }
    }
    do throws(EngineError) { try engine.apply(fact) } catch { throw .fact(taken, "\(error)") }
    taken += 1
  }

  private mutating func ask(_ lease: Lease, at instant: Instant) throws(CounterfactualError) {
    guard lease.propensity.isNaN || (lease.propensity > 0 && lease.propensity <= 1) else {
      throw .propensity(lease.decision, lease.task, found: lease.propensity)
    }
    guard let agent = engine.pool.row(of: lease.agent) else { return }
    if let changed = mix.changed() { currentMix = changed }
    guard engine.lend(lease.task, as: lease.decision, to: &frame, at: instant, mix: currentMix) else {
      logged.addGangMember()
      return
    }
    for index in targets.indices {
      targets[index].ask(&frame, decision: lease.decision, agent: agent, draws: draws)
    }
    logged.add(
      lease.decision, kind: frame.tasks[0].kind, agent: agent, propensity: lease.propensity)
    engine.reclaim(&frame)
  }

  /// What the facts taken so far say. O(decisions x choices) a target.
  /// - Parameter level: how often the intervals should hold the truth, in 0..<1.
  public func report(level: Double = 0.9) throws -> CounterfactualReport {
    guard level >= 0 && level < 1 else {
      throw CounterfactualError.setting("level", found: "\(level)", expected: "a number from 0 to below 1")
    }
    let places = logged.usable
    guard !places.isEmpty else { throw CounterfactualError.nothingUsable(logged.excluded) }
    let model = RewardModel(logged, places)
    let own = Summary(places.map { logged.rewards[$0] }, confidence: level)
    return CounterfactualReport(
      level: level, decisions: logged.count + logged.inGangs, used: places.count, excluded: logged.excluded,
      logged: OffPolicyEstimate(value: own.mean, halfWidth: own.halfWidth),
      targets: try targets.map { try judge($0, places, model, level) })
  }

  private func judge(_ target: TargetPolicy, _ places: [Int], _ model: RewardModel, _ level: Double) throws
    -> CounterfactualReport.Target
  {
    var samples: [OffPolicySample] = []
    samples.reserveCapacity(places.count)
    var (mass, unseen, ruledOut) = (0.0, 0.0, 0.0)
    for (number, place) in places.enumerated() {
      let (kind, chosen) = (logged.kinds[place], Int(logged.agents[place]))
      var sample = OffPolicySample(
        reward: logged.rewards[place], propensity: logged.propensities[place], target: 0,
        predicted: model.expected(kind, chosen, at: number))
      for (agent, probability) in target.choices(place) {
        mass += probability
        sample.expected += probability * model.expected(kind, Int(agent), at: number)
        if Int(agent) == chosen { sample.target = min(probability, 1) }
        if !model.knows(kind, Int(agent)) { unseen += probability }
      }
      if sample.propensity == 1 { ruledOut += 1 - sample.target }
      samples.append(sample)
    }
    let count = Double(places.count)
    return CounterfactualReport.Target(
      name: target.name,
      inversePropensity: try .from(samples, by: .inversePropensity, level: level),
      selfNormalised: try .from(samples, by: .selfNormalised, level: level),
      doublyRobust: try .from(samples, by: .doublyRobust, level: level),
      overlap: try OffPolicyOverlap(samples),
      waiting: max(0, 1 - mass / count), unseen: unseen / count, ruledOut: ruledOut / count,
      drawn: target.drawn, draws: draws)
  }
}
