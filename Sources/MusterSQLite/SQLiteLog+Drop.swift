import GRDB
import MusterStore

extension SQLiteLog {
  public func dropRecords(before position: LogPosition) async throws(LogError) {
    try await forWriting().write(file, "drop records") { db in
      let span = try LogSpan.read(db)
      guard position > span.first.logPosition else { return }
      let newest = try SnapshotTable.newest(db, in: span) { $0.link.logPosition }
      guard let newest, position <= newest else {
        throw LogError.dropBeyondSnapshot(asked: position, newest: newest)
      }
    }
    // In slices, so that appends get their turn and no transaction swells the write-ahead log.
    while try await dropSlice(before: position) {}
  }

  /// Drops the oldest records; false if there are none left to drop.
  private func dropSlice(before position: LogPosition) async throws(LogError) -> Bool {
    try await forWriting().write(file, "drop records") { db in
      let span = try LogSpan.read(db)
      guard position > span.first.logPosition else { return false }
      let until = min(position, span.first.logPosition.advanced(by: Self.recordsPerSlice))
      let link = try span.link(at: until, db)
      try Edge.first.write(link, db)
      for sql in ["DELETE FROM record WHERE position < ?", "DELETE FROM snapshot WHERE position < ?"] {
        let statement = try RawStatement(db, sql)
        try statement.bind(Int64(position: link.position), at: 1)
        try statement.run()
      }
      return until < position
    }
  }

  private static let recordsPerSlice = 20_000
}
