import MusterCore
import MusterLab
import MusterServer
import MusterSQLite
import MusterStore

/// Reads the facts of a log into a counterfactual replay.
enum LogReplay {
  /// Reads from the first fact where all are there. Of a log whose first part was compacted away, from its
  /// newest snapshot on: the state that the facts before it left is in there.
  ///
  /// - Parameter begin: makes the replay from the state before the first fact that is read.
  static func read(
    _ path: String, begin: (Engine) throws(CounterfactualError) -> Counterfactual
  ) async throws -> Counterfactual {
    let log = try await SQLiteLog.open(path: path, mode: .readOnly)
    defer { try? log.close() }
    if let recovery = log.recovery { Console.complain("\(recovery)") }
    let first = try await log.first
    let end = try await log.end
    let snapshot = try await log.latestSnapshot()
    // A server's snapshot holds more than the engine's.
    let stored = try? snapshot.map {
      try Engine(snapshot: ShellState.engineSnapshot(in: $0.bytes) ?? $0.bytes)
    }
    var position = LogPosition.zero
    var engine = Engine(stored?.configuration ?? EngineConfiguration())
    if first != .zero {
      guard let snapshot, let stored else {
        throw CommandFailure.user(
          "\(path): found the facts from position \(first) on and no snapshot that can be read, "
            + "expected all facts or a snapshot to begin with")
      }
      engine = stored
      position = snapshot.position
      let facts = end.recordsBefore - position.recordsBefore
      Console.complain(
        "\(path): the facts before position \(first) were dropped; judging by the \(facts) since the snapshot"
      )
    }
    var replay = try begin(engine)
    let bar = ProgressBar(label: "reading", total: Int(end.recordsBefore - position.recordsBefore))
    defer { bar.finish() }
    while position < end {
      let records = try await log.read(from: position, limit: 4096)
      if records.isEmpty { break }
      for record in records {
        let fact: Fact
        do throws(CodecError) { fact = try FactCodec.decode(record.bytes) } catch {
          throw CommandFailure.user("\(path): record \(record.position): \(error)")
        }
        try replay.take(fact)
        position = LogPosition(position.recordsBefore + 1)
        bar.advance()
      }
    }
    return replay
  }
}
