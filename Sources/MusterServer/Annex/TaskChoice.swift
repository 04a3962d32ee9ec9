import MusterCore
import MusterMath

/// A decision about a task, as `why` tells it.
public struct TaskChoice: Sendable, Equatable {
  public var at: Instant
  public var decision: DecisionID
  public var lease: LeaseID
  public var agent: AgentID
  public var propensity: Double
  public var score: Double
  /// Micro-dollars.
  public var reserve: Int64
  public var explanation: Explanation?

  func encode(into writer: inout ByteWriter) {
    writer.zigzag(at.nanoseconds)
    writer.varint(decision.rawValue)
    writer.varint(lease.rawValue)
    writer.varint(agent.rawValue)
    writer.double(propensity)
    writer.double(score)
    writer.varint(UInt64(bitPattern: reserve))
    writer.varint(UInt64(explanation?.candidateCount ?? 0))
    writer.varint(UInt64(explanation?.agents.count ?? 0))
    for (agent, score) in zip(explanation?.agents ?? [], explanation?.scores ?? []) {
      writer.varint(agent.rawValue)
      writer.float(score)
    }
  }

  init(_ lease: Lease, at: Instant) {
    self.at = at
    decision = lease.decision
    self.lease = lease.id
    agent = lease.agent
    propensity = lease.propensity
    score = lease.score
    reserve = lease.reserve
  }

  init(from reader: inout ByteReader) throws(ByteError) {
    at = Instant(try reader.zigzag())
    decision = DecisionID(try reader.varint())
    lease = LeaseID(try reader.varint())
    agent = AgentID(try reader.varint())
    propensity = try reader.double()
    score = try reader.double()
    reserve = Int64(bitPattern: try reader.varint())
    let candidates = Int(truncatingIfNeeded: try reader.varint())
    var explanation = Explanation(candidateCount: candidates, agents: [], scores: [])
    for _ in 0..<(try reader.count(bytesEach: 5)) {
      explanation.agents.append(AgentID(try reader.varint()))
      explanation.scores.append(try reader.float())
    }
    self.explanation = explanation.agents.isEmpty ? nil : explanation
  }
}

extension TaskNotes {
  /// How many decisions of a task are kept: a task that is tried for days must not fill the memory.
  private static let choiceLimit = 8

  mutating func choose(_ lease: Lease, at: Instant) {
    if choices.last?.decision == lease.decision, choices.last?.lease == LeaseID.none {
      let explanation = choices.removeLast().explanation
      choices.append(TaskChoice(lease, at: at))
      choices[choices.count - 1].explanation = explanation
    } else {
      choices.append(TaskChoice(lease, at: at))
    }
    if choices.count > Self.choiceLimit { choices.removeFirst() }
  }

  /// The explanation of a decision comes as a fact of its own, before or after the lease.
  mutating func explain(_ decision: DecisionID, _ explanation: Explanation) {
    if let index = choices.lastIndex(where: { $0.decision == decision && $0.lease != .none }) {
      choices[index].explanation = explanation
    } else {
      var choice = TaskChoice(
        Lease(
          id: .none, task: TaskID(0), agent: AgentID(0), devices: 0, until: .never, reserve: 0,
          decision: decision,
          propensity: .nan, score: 0, effort: 1), at: .zero)
      choice.explanation = explanation
      choices.append(choice)
    }
  }
}
