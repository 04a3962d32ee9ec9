import GRDB
import MusterStore

/// Opens a log so that not a byte of it changes.
struct OpenForReading {
  let files: LogFiles

  func open() throws(LogError) -> SQLiteLog {
    // Where a recovery was interrupted on its last step, its result is the log; and it has no write-ahead log.
    if LogFiles.exists(files.recovered) {
      return try log(
        files.recovered, try Recovery.inspect(files.recovered, .mainFileOnly, nil), .mainFileOnly)
    }
    try files.checkPresent(files.main)
    // A writer's write-ahead log moves under the scan's feet, and its writer has seen to it already.
    let walDamage = FileLock.isHeld(path: files.lock) ? nil : try WALScan.finding(path: files.wal)
    do {
      let (inspection, view) = try Recovery.inspect(files.main, walDamage: walDamage)
      return try log(files.main, inspection, view)
    } catch .storage(let file, let operation, let found) {
      // In a directory that cannot be written to, SQLite lacks its scratch files. Without a write-ahead log it
      // can do without them.
      guard LogFiles.size(files.wal) ?? 0 == 0 else {
        throw .storage(file: file, operation: operation, found: found)
      }
      return try log(files.main, try Recovery.inspect(files.main, .mainFileOnly, nil), .mainFileOnly)
    }
  }

  private func log(
    _ file: String, _ inspection: Inspection, _ view: Connection.View
  ) throws(LogError) -> SQLiteLog {
    if inspection.isSound {
      return SQLiteLog(
        file: files.main, mode: .readOnly, recovery: nil, reader: try Connection.salvager(file, view))
    }
    return SQLiteLog(
      file: files.main, mode: .readOnly, recovery: inspection.recovery(of: files.main, damagedCopy: nil),
      reader: try Salvage(file: file, view: view, inspection: inspection).readable())
  }
}

extension LogFiles {
  /// Fails unless there is a file with something in it. SQLite would take an empty one for an empty database, and
  /// throw away the write-ahead log beside it.
  func checkPresent(_ file: String) throws(LogError) {
    guard let size = LogFiles.size(file) else { throw .notFound(file: main) }
    if size == 0 { throw .notALog(file: main, found: "an empty file") }
  }
}
