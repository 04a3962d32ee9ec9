import Foundation
import GRDB
import MusterStore

/// A copy of a log that was made and verified.
public struct LogBackup: Sendable, Equatable {
  /// The path of the copy.
  public let file: String
  /// The records that it holds.
  public let positions: Range<LogPosition>
  public let bytes: Int64
}

extension SQLiteLog {
  /// Copies a log as it is at one instant, while its owner may go on writing. The copy gets its name when it is
  /// whole, verified and on the disk. O(bytes of the file), twice read.
  ///
  /// - Parameters:
  ///   - path: the log; not changed by a byte.
  ///   - target: where nothing may be yet.
  /// - Throws: `LogError`: `.damaged` where the log or the copy is not sound, `.storage` where something has the
  ///   target's name, and what opening the log throws.
  public static func backup(_ path: String, to target: String) async throws(LogError) -> LogBackup {
    let files = try LogFiles(path: target)
    guard !LogFiles.exists(files.main) else {
      throw .storage(file: files.main, operation: "write a backup", found: "a file of that name")
    }
    let draft = try LogFiles(path: "\(files.main).backup-\(getpid())")
    do throws(LogError) {
      let result = try await copy(path, to: draft.main)
      // A link and not a rename: it fails where something has taken the name meanwhile.
      guard link(draft.main, files.main) == 0 else {
        throw FileOperations.failure("write a backup", files.main)
      }
      try FileOperations.syncDirectory(of: files.main)
      try remove(draft)
      return LogBackup(file: files.main, positions: result, bytes: LogFiles.size(files.main) ?? 0)
    } catch {
      try? remove(draft)
      throw error
    }
  }

  private static func copy(_ path: String, to draft: String) async throws(LogError) -> Range<LogPosition> {
    let source = try await open(path: path, mode: .readOnly)
    defer { try? source.close() }
    if let recovery = source.recovery { throw .damaged(file: source.file, found: recovery.reason) }
    do {
      let copy = try DatabaseQueue(path: draft)
      // In one step: SQLite holds its view of the log for the whole of it.
      try source.reader.backup(to: copy)
      // The copy is one file: what is in its write-ahead log goes into it.
      try copy.inDatabase { db in _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try copy.close()
    } catch {
      throw LogError(error, file: draft, operation: "copy")
    }
    try FileOperations.sync(draft)
    let verified = try await open(path: draft, mode: .readOnly)
    defer { try? verified.close() }
    if let recovery = verified.recovery { throw .damaged(file: draft, found: recovery.reason) }
    let first = try await verified.first
    let end = try await verified.end
    return first..<end
  }

  private static func remove(_ files: LogFiles) throws(LogError) {
    try FileOperations.remove(files.main, files.wal, files.sharedMemory, files.lock, files.main + "-journal")
  }
}
