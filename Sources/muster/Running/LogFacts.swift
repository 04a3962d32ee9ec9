import MusterCore
import MusterLab
import MusterSQLite
import MusterStore

/// The facts of a log file.
enum LogFacts {
  /// Reads all of them.
  static func read(_ path: String) async throws -> [Fact] {
    var facts: [Fact] = []
    try await forEach(in: path) { facts.append($0) }
    return facts
  }

  /// Reads one after the other. What has to be left out of a damaged log is said on standard error.
  static func forEach(in path: String, _ take: (Fact) -> Void) async throws {
    let log = try await SQLiteLog.open(path: path, mode: .readOnly)
    defer { try? log.close() }
    if let recovery = log.recovery { Console.complain("\(recovery)") }
    let first = try await log.first
    let count = try await log.end.recordsBefore - first.recordsBefore
    let bar = ProgressBar(label: "reading", total: Int(count))
    defer { bar.finish() }
    for try await record in log.records(from: first, chunk: 4096) {
      do throws(CodecError) {
        take(try FactCodec.decode(record.bytes))
      } catch {
        throw CommandFailure.user("\(path): record \(record.position): \(error)")
      }
      bar.advance()
    }
  }
}
