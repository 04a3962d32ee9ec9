import GRDB
import MusterStore

extension SQLiteLog {
  public var first: LogPosition {
    get async throws(LogError) { try await span().first.logPosition }
  }

  public var end: LogPosition {
    get async throws(LogError) { try await span().end.logPosition }
  }

  @discardableResult
  public func append(
    _ records: [[UInt8]], expecting position: LogPosition
  ) async throws(LogError) -> LogPosition {
    try LogLimits.check(batch: records)
    // On the calling thread: a hop to another and back takes longer than a commit that does not wait for the disk.
    return try forWriting().writeNow(file, "append") { db in
      let end = try Edge.end.read(db)
      guard end.logPosition == position else {
        throw LogError.positionConflict(expected: position, actual: end.logPosition)
      }
      guard !records.isEmpty else { return position }
      let newEnd = try RecordCursor.insert(records, after: end, db)
      try Edge.end.write(newEnd, db)
      return newEnd.logPosition
    }
  }

  public func read(from position: LogPosition, limit: Int) async throws(LogError) -> [LogRecord] {
    try await reader.read(file) { db in
      let span = try LogSpan.read(db)
      let start = try span.link(at: position, db)
      var cursor = try RecordCursor(db, from: start, to: span.end.position)
      defer { cursor.close() }
      var records: [LogRecord] = []
      var bytes = 0
      while records.count < limit, bytes < LogLimits.readBytes, let row = try cursor.next() {
        records.append(LogRecord(position: LogPosition(row.position), bytes: Array(row.bytes)))
        bytes += row.bytes.count
      }
      return records
    }
  }

  /// The ends of the log, in one consistent look.
  private func span() async throws(LogError) -> LogSpan {
    try await reader.read(file) { db in try LogSpan.read(db) }
  }
}
