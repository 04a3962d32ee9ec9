import GRDB
import MusterStore

/// Writes a log that comes into being whole.
enum NewFile {
  /// Creates an empty log.
  static func create(_ files: LogFiles) throws(LogError) {
    try write(files.creating, for: files.main, LogSpan(first: .zero, end: .zero)) { _ in }
    try FileOperations.move(files.creating, to: files.main)
  }

  /// Writes a log to a path, in place of what a crash may have left there, and carries it to the disk. Leaves
  /// nothing if it fails.
  ///
  /// - Parameter file: The log whose name it will take.
  static func write(
    _ path: String, for file: String, _ span: LogSpan, _ fill: (Database) throws -> Void
  ) throws(LogError) {
    try remove(path)
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.inDatabase { db in
        try write(db, span, fill)
        // Marks the file for its life. Its readers then open it as what it is.
        try db.execute(sql: "PRAGMA journal_mode = WAL")
      }
      try queue.close()
    } catch {
      try remove(path)
      throw LogError(error, file: file, operation: "write a new file")
    }
    try FileOperations.sync(path)
  }

  /// Writes a log to a file that is nobody's but this connection's, and that goes when it is closed.
  static func writePrivate(
    file: String, _ span: LogSpan, _ fill: (Database) throws -> Void
  ) throws(LogError) -> DatabaseQueue {
    do {
      // What SQLite calls a temporary on-disk database: memory first, the temporary directory when it grows.
      let queue = try DatabaseQueue(path: "")
      try queue.inDatabase { db in try write(db, span, fill) }
      return queue
    } catch {
      throw LogError(error, file: file, operation: "copy what is whole")
    }
  }

  private static func remove(_ path: String) throws(LogError) {
    try FileOperations.remove(path, path + "-journal", path + "-wal", path + "-shm")
  }

  private static func write(_ db: Database, _ span: LogSpan, _ fill: (Database) throws -> Void) throws {
    // Nothing reads the file before it is whole, and it is synced at the end or not at all.
    try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    try db.inTransaction {
      try Schema.create(db, span)
      try fill(db)
      return .commit
    }
  }
}
