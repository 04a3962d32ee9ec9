import MusterCore
import MusterLab
import MusterSQLite
import MusterServer
import MusterStore

/// What a log file holds.
struct LogContent {
  /// From the first on.
  private(set) var facts: [Fact] = []
  /// What the engine that wrote it was set to; nil where the log does not say.
  private(set) var configuration: EngineConfiguration?

  /// Reads all of it.
  init(reading path: String) async throws {
    configuration = try await Self.read(path) { facts.append($0) }
  }

  /// Gives one fact after the other. What has to be left out of a damaged log is said on standard error. A log whose
  /// first facts were dropped begins with what its snapshot knows: names, tenants and the agents of the pool; tasks
  /// that were submitted before the facts that are kept stay out.
  /// - Returns: the engine's settings, as the log's snapshot has them.
  @discardableResult
  static func read(_ path: String, _ take: (Fact) -> Void) async throws -> EngineConfiguration? {
    let log = try await SQLiteLog.open(path: path, mode: .readOnly)
    defer { try? log.close() }
    if let recovery = log.recovery { Console.complain("\(recovery)") }
    let first = try await log.first
    let snapshot = try await log.latestSnapshot()
    // A snapshot that cannot be read is no reason to refuse facts that can, if they are all there.
    let engine = snapshot.flatMap {
      try? Engine(snapshot: ShellState.engineSnapshot(in: $0.bytes) ?? $0.bytes)
    }
    var opening: LogOpening?
    if first != .zero {
      guard let engine, let snapshot else {
        throw CommandFailure.user(
          "\(path): found the facts from position \(first) on and no snapshot that can be read, expected one of them whole"
        )
      }
      Console.complain(
        "\(path): the facts before position \(first) were dropped; it begins with the pool of its snapshot")
      opening = LogOpening(engine, until: snapshot.position)
    }
    let end = try await log.end.recordsBefore
    let bar = ProgressBar(label: "reading", total: Int(end - min(first.recordsBefore, end)))
    defer { bar.finish() }
    for try await record in log.records(from: first, chunk: 4096) {
      do throws(CodecError) {
        let fact = try FactCodec.decode(record.bytes)
        if opening?.isFirst == true { opening?.begin(at: fact.at, take) }
        if opening?.knows(fact, at: record.position) != true { take(fact) }
      } catch {
        throw CommandFailure.user("\(path): record \(record.position): \(error)")
      }
      bar.advance()
    }
    return engine?.configuration
  }
}
