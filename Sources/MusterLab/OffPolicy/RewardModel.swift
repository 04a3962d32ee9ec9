import MusterCore
import MusterMath

/// What a choice is expected to bring, for doubly robust estimates: the mean reward of the agent on the kind
/// of task, drawn towards the agent's mean, which is drawn towards that of all, each by as much as `strength`
/// observations.
///
/// Cross-fitted: the decisions stand in `folds` blocks by their order, and what is expected at one is learned
/// from the other blocks only, so that no reward is held against a prediction made from itself (Chernozhukov
/// et al., 2018). O(decisions) to make, O(1) expected a question.
struct RewardModel: Sendable {
  static let folds = 3
  static let strength = 2.0

  private struct Totals: Sendable {
    var count = 0.0
    var sum = 0.0
    mutating func add(_ reward: Double) {
      count += 1
      sum += reward
    }
  }

  private let decisions: Int
  private var pairs = RowIndex()
  private var ofPair: [Totals] = []
  private var ofAgent: [Totals] = []
  private var ofAll = [Totals](repeating: Totals(), count: RewardModel.folds)

  /// Learns from these decisions, which are numbered from 0 in this order.
  init(_ logged: LoggedDecisions, _ places: [Int]) {
    decisions = places.count
    for (number, place) in places.enumerated() {
      let agent = Int(logged.agents[place])
      let slot = intern(logged.kinds[place], agent)
      while ofAgent.count < (agent + 1) * Self.folds { ofAgent.append(Totals()) }
      for fold in 0..<Self.folds where fold != self.fold(number) {
        ofPair[slot * Self.folds + fold].add(logged.rewards[place])
        ofAgent[agent * Self.folds + fold].add(logged.rewards[place])
        ofAll[fold].add(logged.rewards[place])
      }
    }
  }

  /// What decision `number` would have brought with this agent.
  func expected(_ kind: KindID, _ agent: Int, at number: Int) -> Double {
    let fold = fold(number)
    let all = ofAll[fold].count > 0 ? ofAll[fold].sum / ofAll[fold].count : 0
    let agentPlace = agent * Self.folds + fold
    let ofAgent = shrunk(agentPlace < ofAgent.count ? ofAgent[agentPlace] : Totals(), towards: all)
    guard let slot = pairs[key(kind, agent)] else { return ofAgent }
    return shrunk(ofPair[Int(slot) * Self.folds + fold], towards: ofAgent)
  }

  /// Whether the agent was ever given this kind of task.
  func knows(_ kind: KindID, _ agent: Int) -> Bool { pairs[key(kind, agent)] != nil }

  private func fold(_ number: Int) -> Int { number * Self.folds / max(decisions, 1) }

  private func shrunk(_ totals: Totals, towards mean: Double) -> Double {
    (totals.sum + Self.strength * mean) / (totals.count + Self.strength)
  }

  private mutating func intern(_ kind: KindID, _ agent: Int) -> Int {
    if let known = pairs[key(kind, agent)] { return Int(known) }
    let slot = ofPair.count / Self.folds
    pairs.insert(key(kind, agent), Int32(slot))
    for _ in 0..<Self.folds { ofPair.append(Totals()) }
    return slot
  }

  private func key(_ kind: KindID, _ agent: Int) -> UInt64 {
    UInt64(kind.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: agent))
  }
}
