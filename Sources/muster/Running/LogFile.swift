import MusterCore
import MusterLab
import MusterSQLite
import MusterServer
import MusterStore

/// A log file that is open for reading, with what its newest snapshot says.
struct LogFile {
  let path: String
  /// Where the facts begin that are kept.
  let first: LogPosition
  let end: LogPosition
  /// The newest snapshot's engine and place; nil where there is none that can be read.
  let snapshot: (engine: Engine, position: LogPosition)?
  private let log: SQLiteLog

  /// Opens the file. What has to be left out of a damaged log is said on standard error.
  init(_ path: String) async throws {
    self.path = path
    log = try await SQLiteLog.open(path: path, mode: .readOnly)
    if let recovery = log.recovery { Console.complain("\(recovery)") }
    first = try await log.first
    end = try await log.end
    // A snapshot that cannot be read is no reason to refuse facts that can. A server's holds more than the engine's.
    snapshot = try await log.latestSnapshot().flatMap { stored in
      let bytes = ShellState.engineSnapshot(in: stored.bytes) ?? stored.bytes
      return (try? Engine(snapshot: bytes)).map { ($0, stored.position) }
    }
  }

  func close() { try? log.close() }

  /// What stands in for the facts that were dropped; nil where all are there.
  /// - Throws: where they were dropped and no snapshot can be read.
  func opening() throws(CommandFailure) -> (engine: Engine, position: LogPosition)? {
    if first == .zero { return nil }
    guard let snapshot else {
      throw .user(
        "\(path): found the facts from position \(first) on and no snapshot that can be read, "
          + "expected all facts or a snapshot to begin with")
    }
    return snapshot
  }

  /// Gives one fact after the other, with a progress bar.
  func read(from start: LogPosition, _ take: (Fact, LogPosition) throws -> Void) async throws {
    let bar = ProgressBar(
      label: "reading", total: Int(end.recordsBefore - min(start.recordsBefore, end.recordsBefore)))
    defer { bar.finish() }
    for try await record in log.records(from: start, chunk: 4096) {
      let fact: Fact
      do throws(CodecError) { fact = try FactCodec.decode(record.bytes) } catch {
        throw CommandFailure.user("\(path): record \(record.position): \(error)")
      }
      try take(fact, record.position)
      bar.advance()
    }
  }
}
