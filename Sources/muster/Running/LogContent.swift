import MusterCore
import MusterLab
import MusterSQLite
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

  /// Gives one fact after the other. What has to be left out of a damaged log is said on standard error.
  /// - Returns: the engine's settings, as the log's snapshot has them.
  @discardableResult
  static func read(_ path: String, _ take: (Fact) -> Void) async throws -> EngineConfiguration? {
    let log = try await SQLiteLog.open(path: path, mode: .readOnly)
    defer { try? log.close() }
    if let recovery = log.recovery { Console.complain("\(recovery)") }
    let first = try await log.first
    guard first == .zero else {
      throw CommandFailure.user(
        "\(path): found the facts from position \(first) on, expected all; those before were dropped")
    }
    let snapshot = try await log.latestSnapshot()
    let bar = ProgressBar(label: "reading", total: Int(try await log.end.recordsBefore))
    defer { bar.finish() }
    for try await record in log.records(chunk: 4096) {
      do throws(CodecError) {
        take(try FactCodec.decode(record.bytes))
      } catch {
        throw CommandFailure.user("\(path): record \(record.position): \(error)")
      }
      bar.advance()
    }
    // A snapshot that cannot be read is no reason to refuse facts that can.
    return try? snapshot.map { try Engine(snapshot: $0.bytes).configuration }
  }
}
