import MusterCore
import MusterLab
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
    let log = try await LogFile(path)
    defer { log.close() }
    var position = LogPosition.zero
    var engine = Engine(log.snapshot?.engine.configuration ?? EngineConfiguration())
    if let opening = try log.opening() {
      (engine, position) = opening
      let facts = log.end.recordsBefore - position.recordsBefore
      Console.complain(
        "\(path): the facts before position \(log.first) were dropped; judging by the \(facts) since the snapshot"
      )
    }
    var replay = try begin(engine)
    try await log.read(from: position) { fact, _ in try replay.take(fact) }
    return replay
  }
}
