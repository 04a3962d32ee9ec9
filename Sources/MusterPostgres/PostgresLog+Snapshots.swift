import MusterStore

extension PostgresLog {
  public func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) async throws(LogError) {
    try LogLimits.check(snapshot: bytes)
    try await reader.perform("save snapshot") { session in
      try session.transaction {
        let link = try Span.read(session, at: position, holding: true).link(at: position)
        try SnapshotTable.write(bytes, at: link, session)
        try SnapshotTable.keepNewest(LogLimits.snapshotsKept, session)
      }
    }
  }

  public func latestSnapshot() async throws(LogError) -> LogSnapshot? {
    try await reader.perform("read snapshot") { session in
      try session.transaction(SnapshotTable.reading) {
        let span = try Span.read(session)
        let newest = try SnapshotTable.newest(in: span, session)
        guard newest != nil || span.first == .zero else {
          throw LogError.noUsableSnapshot(first: span.first.logPosition)
        }
        return newest
      }
    }
  }

  public func dropRecords(before position: LogPosition) async throws(LogError) {
    try await reader.perform("drop records") { session in
      try session.transaction(SnapshotTable.reading) {
        let span = try Span.read(session)
        guard position > span.first.logPosition else { return }
        let newest = try SnapshotTable.newest(in: span, session)?.position
        guard let newest, position <= newest else {
          throw LogError.dropBeyondSnapshot(asked: position, newest: newest)
        }
      }
    }
    // In slices, so that reads get their turn.
    while try await dropSlice(before: position) {}
  }

  /// Drops the oldest records; false if there are none left to drop.
  private func dropSlice(before position: LogPosition) async throws(LogError) -> Bool {
    try await reader.perform("drop records") { session in
      try session.transaction {
        let first = try Span.read(session, holding: true).first.logPosition
        guard position > first else { return false }
        let until = min(position, first.advanced(by: Self.recordsPerSlice))
        let link = try Span.read(session, at: until).link(at: until)
        try Span.moveFirst(to: link, session)
        let before = Parameters(Int64(position: link.position))
        try session.execute(Self.recordDeletion, before)
        try session.execute(Self.snapshotDeletion, before)
        return until < position
      }
    }
  }

  private static let recordsPerSlice = 20_000

  private static let recordDeletion = Statement(
    name: "record_drop", sql: "DELETE FROM record WHERE position < $1")

  private static let snapshotDeletion = Statement(
    name: "snapshot_drop", sql: "DELETE FROM snapshot WHERE position < $1")
}
