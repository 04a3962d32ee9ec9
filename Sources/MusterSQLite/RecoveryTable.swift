import GRDB
import MusterStore

/// What was recovered, in the recovered file itself: so that it is reported even after a crash in between.
enum RecoveryTable {
  static func add(_ recovery: LogRecovery, _ db: Database) throws {
    let statement = try RawStatement(db, "INSERT INTO recovery VALUES (?, ?, ?, ?, ?)")
    try statement.bind(recovery.reason, at: 1)
    try statement.bind(Int64(position: recovery.kept.lowerBound.recordsBefore), at: 2)
    try statement.bind(Int64(position: recovery.kept.upperBound.recordsBefore), at: 3)
    if let cut = recovery.recordsCut { try statement.bind(Int64(position: cut), at: 4) }
    try statement.bind(recovery.damagedCopy ?? "", at: 5)
    try statement.run()
  }

  static func last(_ db: Database, file: String) throws -> LogRecovery? {
    let statement = try RawStatement(
      db, "SELECT reason, first, past, cut, copy FROM recovery ORDER BY rowid DESC")
    defer { statement.reset() }
    guard try statement.step(), let reason = statement.text(0), let copy = statement.text(4),
      let first = statement.integer(1), let past = statement.integer(2), 0 <= first, first <= past
    else { return nil }
    return LogRecovery(
      file: file, reason: reason, kept: LogPosition(UInt64(first))..<LogPosition(UInt64(past)),
      recordsCut: statement.integer(3).flatMap { UInt64(exactly: $0) }, damagedCopy: copy)
  }
}
