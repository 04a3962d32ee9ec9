import MusterCore
import MusterMath

/// Rewards as those on the texts of the same cluster: k means of projected texts, moved a little by each text
/// that is nearest to them (MacQueen, 1967; on the sphere, Dhillon and Modha, 2001), and the mean reward of
/// each agent in each cluster.
///
/// O(k x ``Projection/width``) a decision and an outcome; 1 KiB a cluster. The first k texts are the first
/// centres. A correction counts where its decision did, as long as that is among the last 16,384.
struct ClusterModel: RoutingModel {
  private var centres: ClusterCentres
  private var means = PairMeans()
  private var ledger = DecisionLedger(capacity: ClusterModel.memory)
  private var asked: [Float] = []
  private var nearest: Int?

  /// How many observations of the agent's mean stand beside those of a cluster.
  private static let shrinkage = 5.0
  /// How many decisions can still be corrected.
  private static let memory = 1 << 14

  init(count: Int) { centres = ClusterCentres(limit: count) }

  mutating func prepare(_ row: SparseRow) {
    Projection.fill(&asked, from: row)
    nearest = centres.nearest(to: asked)
  }

  mutating func deviation(of agent: Int32, mean: Double) -> Double {
    guard let nearest else { return 0 }
    let (count, sum) = means.totals(KindID(UInt32(nearest)), number(agent))
    return (sum - count * mean) / (count + ClusterModel.shrinkage)
  }

  /// The agent's number in the table of means, which gives its own.
  private func number(_ agent: Int32) -> Int32 { means.agents[AgentID(UInt64(agent))] ?? -1 }

  mutating func learn(_ decision: UInt64, agent: Int32, reward: Double, mean: Double, replaced: Double?) {
    var slot: Int32
    if let replaced {
      guard let entry = ledger[DecisionID(decision)] else { return }
      slot = entry.slot
      means.replace(replaced, with: reward, at: slot)
    } else {
      let cluster = centres.take(asked)
      slot = means.add(reward, kind: KindID(UInt32(cluster)), agent: AgentID(UInt64(agent)))
    }
    ledger.note(DecisionLedger.Entry(decision: decision, slot: slot, value: reward))
  }

  mutating func fit(_ rows: [SparseRow], _ table: [RidgeFit.Observation], agents: Int) {
    self = ClusterModel(count: centres.limit)
    teach(rows, table)
  }

  mutating func forgetDecisions() { ledger = DecisionLedger(capacity: ClusterModel.memory) }

  func write(to writer: inout ByteWriter) {
    centres.write(to: &writer)
    means.write(to: &writer)
    ledger.write(to: &writer)
  }

  mutating func read(from reader: inout ByteReader, agents: Int) throws(ByteError) -> Bool {
    guard let centres = try ClusterCentres(from: &reader, limit: centres.limit),
      let means = try PairMeans(from: &reader),
      let ledger = try DecisionLedger(
        from: &reader, capacity: ClusterModel.memory, slots: means.slotCount),
      means.agents.ids.allSatisfy({ $0 < UInt64(agents) })
    else { return false }
    (self.centres, self.means, self.ledger) = (centres, means, ledger)
    return true
  }
}
