import GRDB
import MusterStore

/// Puts what is whole of a damaged log in its place, and keeps the damaged original.
///
/// The original is only read. What is whole is written to a new file, which takes the old one's place by a rename.
/// At every moment of it there is, under one of two names, a log that opens:
/// 1. write `NAME.recovering` and sync it;
/// 2. link the original and its `-wal` as `NAME.damaged-1`, or the next free number;
/// 3. rename to `NAME.recovered`: from here on, that is the log;
/// 4. remove the old `-wal`, which SQLite would take for the new file's, and rename to `NAME`.
/// The caller has the lock alone.
struct Recovery {
  let files: LogFiles

  /// Verifies the log, and recovers it if need be. Nil for a sound one.
  func run() throws(LogError) -> LogRecovery? {
    let walDamage = try WALScan.finding(path: files.wal)
    let (inspection, view) = try Self.inspect(files.main, walDamage: walDamage)
    guard !inspection.isSound else { return nil }
    let copy = files.nextDamaged()
    let recovery = inspection.recovery(of: files.main, damagedCopy: copy)
    try Salvage(file: files.main, view: view, inspection: inspection).write(files.recovering, recovery)
    try FileOperations.keep(files.main, as: copy)
    if LogFiles.exists(files.wal) { try FileOperations.keep(files.wal, as: copy + "-wal") }
    try FileOperations.move(files.recovering, to: files.recovered)
    try takePlace()
    return recovery
  }

  /// Finishes what a crash interrupted after step 3. Returns what was recovered then.
  func finishInterrupted() throws(LogError) -> LogRecovery? {
    guard LogFiles.exists(files.recovered) else { return nil }
    try takePlace()
    let queue = try Connection.salvager(files.main, .mainFileOnly)
    return try queue.readNow(files.main) { db in try RecoveryTable.last(db, file: files.main) }
  }

  /// Verifies a file by the view of it that proves the most.
  static func inspect(
    _ file: String, walDamage: String?
  ) throws(LogError) -> (inspection: Inspection, view: Connection.View) {
    let whole = Result { () throws(LogError) in try inspect(file, .whole, walDamage) }
    // A checkpoint may have carried to the main file what the write-ahead log has since lost.
    if walDamage != nil, let main = try? inspect(file, .mainFileOnly, walDamage) {
      guard case .success(let inspection) = whole, inspection.span.end.position >= main.span.end.position
      else {
        return (main, .mainFileOnly)
      }
    }
    return (try whole.get(), .whole)
  }

  /// Verifies a file by one view of it.
  static func inspect(
    _ file: String, _ view: Connection.View, _ walDamage: String?
  ) throws(LogError) -> Inspection {
    do {
      let queue = try Connection.salvager(file, view)
      return try queue.readNow(file) { db in try Inspection(db, file: file, walDamage: walDamage) }
    } catch .damaged(let file, let found) {
      // Not a record could be asked for.
      throw .unreadable(file: file, found: found)
    }
  }

  private func takePlace() throws(LogError) {
    try FileOperations.remove(files.wal, files.sharedMemory)
    try FileOperations.move(files.recovered, to: files.main)
  }
}
