import GRDB
import MusterStore

/// Writes a log file that comes into being whole.
enum NewFile {
  /// Creates an empty log at a path, or leaves the one that is there.
  static func create(_ files: LogFiles) throws(LogError) {
    try write(files.creating, LogSpan(first: .zero, end: .zero)) { _ in }
    try FileOperations.move(files.creating, to: files.main)
  }

  /// Writes a log to a path, in place of what a crash may have left there, and carries it to the disk.
  static func write(
    _ path: String, _ span: LogSpan, _ fill: (Database) throws -> Void
  ) throws(LogError) {
    try FileOperations.remove(path, path + "-journal", path + "-wal", path + "-shm")
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { db in
        // Nothing reads the file before it is whole and synced below.
        try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        try db.inTransaction {
          try Schema.create(db, span)
          try fill(db)
          return .commit
        }
        // Marks the file for its life. Its readers then open it as what it is.
        try db.execute(sql: "PRAGMA journal_mode = WAL")
      }
      try queue.close()
    } catch {
      throw LogError(error, file: path, operation: "create")
    }
    try FileOperations.sync(path)
  }
}
