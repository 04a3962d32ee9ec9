import Foundation
import MusterCore
import MusterMath
import MusterSQLite
import MusterStore

/// Writes the facts of a run into a new log, in batches.
///
/// The log is made under a name of its own and takes the name asked for when it is whole; an error or Ctrl-C leaves
/// nothing behind. A file that is there already is never touched.
final class RunLog {
  private let path: String
  private let draft: String
  private let log: SQLiteLog
  private var end = LogPosition.zero
  private var writer = ByteWriter()

  /// Facts worth a batch: few enough to lose little to damage, enough to be fast.
  static let batch = 256

  /// The names that an unfinished log of this name may leave.
  private static func names(of draft: String) -> [String] {
    ["", "-wal", "-shm", ".lock", ".creating", ".creating-wal", ".creating-shm", ".creating-journal"]
      .map { draft + $0 }
  }

  /// Throws where a log cannot be made: something has the name, or the directory is not there.
  static func check(_ path: String) throws(CommandFailure) {
    if path == "-" { throw .user("found - for --log, expected a file: a log is a database") }
    var status = stat()
    guard lstat(path, &status) != 0 else {
      throw .user("cannot write \(path): found a file, expected none; a replay writes a new log")
    }
    try OutputFile(path).check()
  }

  /// - Parameter path: where the log is to be.
  init(creating path: String) async throws {
    try Self.check(path)
    self.path = path
    let url = URL(fileURLWithPath: path)
    draft = url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).tmp-\(getpid())"
    Interrupts.note(Self.names(of: draft))
    // A crash of the machine costs a run that can be repeated: no need to wait for the disk at every batch.
    log = try await SQLiteLog.open(path: draft, mode: .create, durability: .normal)
  }

  /// Notes how the engine is set: the facts hold under these settings.
  func begin(_ engine: EngineConfiguration) async throws {
    try await log.saveSnapshot(Engine(engine).snapshot(), at: .zero)
  }

  /// Adds the facts of whole steps as one batch, which damage to the file later takes or leaves as one.
  func append(_ facts: [Fact]) async throws {
    let records = facts.map { fact in
      writer.removeAll()
      FactCodec.encode(fact, into: &writer)
      return writer.bytes
    }
    end = try await log.append(records, expecting: end)
  }

  /// Gives the log its name.
  /// - Returns: how many facts it holds.
  func finish() throws -> UInt64 {
    try log.close()
    // A link and not a rename: it fails where something has taken the name meanwhile.
    guard link(draft, path) == 0 else {
      throw CommandFailure.user("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    discard()
    return end.recordsBefore
  }

  /// Removes what is not finished.
  func discard() {
    try? log.close()
    for name in Self.names(of: draft) { unlink(name) }
    Interrupts.forget()
  }
}
