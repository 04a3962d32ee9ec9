import MusterCore
import MusterMath
import MusterSQLite
import MusterStore

/// Logs that no Muster has written.
enum LogFile {
  /// A word to look for in the bytes of a log.
  static let word = "a-word-to-be-found"

  static let marker = Fact(at: Instant(3_000_000_000), .defined(.kind, index: 1, name: word))

  /// Two agents and a task that one of them does.
  static let facts = [
    Fact(at: .zero, .agentJoined(Agent(id: AgentID(1), name: "one"))),
    Fact(at: .zero, .agentJoined(Agent(id: AgentID(2), name: "two"))),
    Fact(at: Instant(1_000_000_000), .submitted(Task(id: TaskID(1)))),
    Fact(at: Instant(1_000_000_000), .leased(lease)),
    Fact(at: Instant(1_000_000_000), .started(LeaseID(1), TaskID(1))),
    Fact(
      at: Instant(2_000_000_000),
      .ended(Ending(task: TaskID(1), end: .succeeded, reason: .reported, lease: LeaseID(1), reward: 1))),
  ]

  /// Two tasks that wait for each other.
  static let cycle = [
    facts[0],
    Fact(at: .zero, .submitted(Task(id: TaskID(1), dependencies: [TaskID(2)]))),
    Fact(at: .zero, .submitted(Task(id: TaskID(2), dependencies: [TaskID(1)]))),
  ]

  private static let lease = Lease(
    id: LeaseID(1), task: TaskID(1), agent: AgentID(1), devices: 0, until: .never, reserve: 0,
    decision: DecisionID(1), propensity: 1, score: 0, effort: 1)

  /// Writes facts, a batch each.
  static func write(_ facts: [Fact], to path: String) async throws {
    try await write(
      records: facts.map { fact in
        var writer = ByteWriter()
        FactCodec.encode(fact, into: &writer)
        return writer.bytes
      }, to: path)
  }

  /// Writes records, a batch each.
  static func write(records: [[UInt8]], to path: String) async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    var end = LogPosition.zero
    for record in records { end = try await log.append([record], expecting: end) }
    try log.close()
  }
}
