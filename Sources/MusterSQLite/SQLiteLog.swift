import Dispatch
import GRDB
import MusterStore

/// A log in a SQLite file: one process appends, others may read it, and it survives what `Durability` says.
///
/// Several logs may be open on one file, in one process or many: appends are fenced by position, and a transaction
/// waits up to five seconds for another writer's.
///
/// The file is an ordinary database (`application_id` 0x4D737472) with a table of records, one of snapshots, and
/// the two ends of the log. Close it to have it in one file; while it is open or after a crash, `NAME-wal` is part
/// of it. `NAME.lock` beside it only says who has it open.
public final class SQLiteLog: Log {
  /// The path of the log, absolute and without links.
  public let file: String

  /// What the log was opened for.
  public let mode: LogMode

  /// What was wrong with the file when it was opened, and what became of it; nil if it was sound.
  public let recovery: LogRecovery?

  let reader: DatabaseQueue
  let writer: DatabaseQueue?

  private let lock: FileLock?

  init(
    file: String, mode: LogMode, recovery: LogRecovery?, reader: DatabaseQueue, writer: DatabaseQueue? = nil,
    lock: FileLock? = nil
  ) {
    self.file = file
    self.mode = mode
    self.recovery = recovery
    self.reader = reader
    self.writer = writer
    self.lock = lock
  }

  deinit {
    // The writer last: the last connection to go carries the write-ahead log into the file.
    try? reader.close()
    try? writer?.close()
  }

  /// Opens a log and verifies every record of it.
  ///
  /// Records that are damaged are left out, and `recovery` says so. For writing, the log then continues from what
  /// is whole, and the damaged original is kept as `NAME.damaged-1` (or the next free number), with its `-wal`.
  /// For reading, nothing is changed, and a damaged log is read from a private copy of what is whole.
  /// O(bytes of the file).
  ///
  /// - Throws: `LogError.notFound`, `.notALog`, `.newerVersion`, `.unreadable`, `.openElsewhere` (damaged, and
  ///   another writer has it open), `.settingRefused`, `.storage`.
  public static func open(
    path: String, mode: LogMode, durability: Durability = .full
  ) async throws(LogError) -> SQLiteLog {
    let result: Result<SQLiteLog, LogError> = await withCheckedContinuation { continuation in
      // Verifying a large file takes seconds: not on a thread that tasks share.
      DispatchQueue.global().async {
        continuation.resume(
          returning: Result { () throws(LogError) in
            let files = try LogFiles(path: path)
            return mode == .readOnly
              ? try OpenForReading(files: files).open()
              : try OpenForWriting(files: files, mode: mode, durability: durability).open()
          })
      }
    }
    return try result.get()
  }

  /// Closes the file. Whatever is asked of the log afterwards fails with `LogError.storage`.
  public func close() throws(LogError) {
    do {
      try reader.close()
      try writer?.close()
    } catch {
      throw LogError(error, file: file, operation: "close")
    }
    lock?.release()
  }

  /// The durability in force, as SQLite reads it back.
  public func durabilityInForce() async throws(LogError) -> Durability {
    let found = try await forWriting().write(file, "read setting") { db in
      try Int64.fetchOne(db, sql: "PRAGMA synchronous")
    }
    guard let durability = Durability.allCases.first(where: { $0.synchronous == found }) else {
      throw .settingRefused(
        file: file, setting: "synchronous", asked: "1 or 2", found: found.map { "\($0)" } ?? "nothing")
    }
    return durability
  }

  func forWriting() throws(LogError) -> DatabaseQueue {
    guard let writer else { throw .readOnly(file: file) }
    return writer
  }
}
