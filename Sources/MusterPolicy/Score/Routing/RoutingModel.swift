import MusterMath

/// How a routing word expects an agent to do on a text: what is its own in `knn`, `similarity`,
/// `cluster-mean` and the linear words. Agents are told by the numbers of an ``AgentBook``; the agent's
/// mean reward is known to the caller.
protocol RoutingModel: Sendable {
  /// Takes up the text that is asked about next.
  mutating func prepare(_ row: SparseRow)
  /// How far the agent's reward on the prepared text is expected to lie off its mean; finite.
  mutating func deviation(of agent: Int32, mean: Double) -> Double
  /// Learns the reward of a decision about the prepared text. `mean` is the agent's before; `replaced` is
  /// what the decision was counted with before, or nil.
  mutating func learn(_ decision: UInt64, agent: Int32, reward: Double, mean: Double, replaced: Double?)
  /// Learns what every agent that was asked earned on each text, at once, in place of all that it had learned.
  /// - Parameter table: observations of agents by number, each of one of the rows.
  mutating func fit(_ rows: [SparseRow], _ table: [RidgeFit.Observation], agents: Int)
  /// See ``Learner/forgetDecisions()``.
  mutating func forgetDecisions()
  func write(to writer: inout ByteWriter)
  /// Reads what ``write(to:)`` wrote, over a model that has learned nothing; false where the bytes are whole
  /// but say something impossible. `agents` is how many agents are known.
  mutating func read(from reader: inout ByteReader, agents: Int) throws(ByteError) -> Bool
}

extension RoutingModel {
  /// Learns the observations one after the other, each as a decision of its own; for a model that has learned
  /// nothing.
  mutating func teach(_ rows: [SparseRow], _ table: [RidgeFit.Observation]) {
    for (number, observation) in table.enumerated() {
      prepare(rows[observation.row])
      learn(
        UInt64(number), agent: Int32(observation.agent), reward: observation.reward, mean: 0, replaced: nil)
    }
  }
}
