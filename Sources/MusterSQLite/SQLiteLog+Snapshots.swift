import GRDB
import MusterStore

extension SQLiteLog {
  public func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) async throws(LogError) {
    try LogLimits.check(snapshot: bytes)
    try await forWriting().write(file, "save snapshot") { db in
      let link = try LogSpan.read(db).link(at: position, db)
      try bytes.withUnsafeBytes { try SnapshotTable.write($0, at: link, db) }
      try SnapshotTable.keepNewest(LogLimits.snapshotsKept, db)
    }
  }

  public func latestSnapshot() async throws(LogError) -> LogSnapshot? {
    try await reader.read(file) { db in
      let span = try LogSpan.read(db)
      let newest = try SnapshotTable.newest(db, in: span) { row in
        LogSnapshot(position: row.link.logPosition, bytes: Array(row.bytes))
      }
      guard newest != nil || span.first == .zero else {
        throw LogError.noUsableSnapshot(first: span.first.logPosition)
      }
      return newest
    }
  }
}
