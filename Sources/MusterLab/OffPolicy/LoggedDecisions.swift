import MusterCore
import MusterMath

/// The decisions of a log, as columns in their order: what was chosen, with which chance, and what came of
/// it.
struct LoggedDecisions: Sendable {
  private(set) var kinds: [KindID] = []
  /// Rows of the chosen agents in the pool.
  private(set) var agents: [Int32] = []
  /// NaN where unknown.
  private(set) var propensities: [Double] = []
  /// NaN until an outcome has come.
  private(set) var rewards: [Double] = []
  private(set) var inGangs = 0
  private var index = RowIndex()

  var count: Int { kinds.count }

  mutating func add(_ decision: DecisionID, kind: KindID, agent: Int, propensity: Double) {
    index.insert(decision.rawValue, Int32(count))
    kinds.append(kind)
    agents.append(Int32(agent))
    propensities.append(propensity)
    rewards.append(.nan)
  }

  mutating func addGangMember() { inGangs += 1 }

  /// The latest word about a decision is the one that counts.
  mutating func note(_ outcome: Outcome) {
    if let place = index[outcome.decision.rawValue] { rewards[Int(place)] = outcome.reward }
  }

  /// The places of the decisions that estimates are made from.
  var usable: [Int] { (0..<count).filter { !rewards[$0].isNaN && !propensities[$0].isNaN } }

  var excluded: CounterfactualError.Excluded {
    var excluded = CounterfactualError.Excluded()
    excluded.inGangs = inGangs
    for place in 0..<count where rewards[place].isNaN || propensities[place].isNaN {
      if propensities[place].isNaN { excluded.withoutPropensity += 1 } else { excluded.withoutOutcome += 1 }
    }
    return excluded
  }
}
