import GRDB
import MusterStore

/// Opens a log for appending: creates, verifies and recovers it first, if no other writer has it open.
struct OpenForWriting {
  let files: LogFiles
  let mode: LogMode
  let durability: Durability

  func open() throws(LogError) -> SQLiteLog {
    // Before the lock: a mistyped path should leave no file.
    let present = LogFiles.exists(files.main) || LogFiles.exists(files.recovered)
    guard present || mode == .create else { throw .notFound(file: files.main) }

    let lock = try FileLock(path: files.lock)
    let alone = lock.tryExclusive()
    let recovery = alone ? try prepare() : nil
    try lock.share()
    try files.checkPresent(files.main)
    if !alone { try checkSound() }
    let writer = try Connection.writer(files.main, durability)
    let reader = try Connection.reader(files.main)
    return SQLiteLog(
      file: files.main, mode: mode, recovery: recovery, reader: reader, writer: writer, lock: lock)
  }

  /// With the file to ourselves: finish, create, verify, recover.
  private func prepare() throws(LogError) -> LogRecovery? {
    let recovery = Recovery(files: files)
    let interrupted = try recovery.finishInterrupted()
    if !LogFiles.exists(files.main), mode == .create { try NewFile.create(files) }
    try files.checkPresent(files.main)
    return try recovery.run() ?? interrupted
  }

  /// With other writers about: verify what they have committed, and touch nothing.
  private func checkSound() throws(LogError) {
    let (inspection, _) = try Recovery.inspect(files.main, walDamage: nil)
    if !inspection.isSound { throw .openElsewhere(file: files.main, found: inspection.reason) }
  }
}
