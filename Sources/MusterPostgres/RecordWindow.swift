import MusterStore

/// Records from a position on, each verified against the one before it.
struct RecordWindow {
  private(set) var records: [LogRecord] = []
  private var link: ChainLink
  private var bytes = 0

  /// Reads at most `limit` records, up to and over `LogLimits.readBytes`.
  init(_ session: Session, from position: LogPosition, limit: Int) throws {
    let span = try Span.read(session, at: position)
    link = try span.link(at: position)
    while records.count < limit, bytes < LogLimits.readBytes, link.position < span.end.position {
      let rows = min(limit - records.count, Self.rowsPerAnswer)
      try take(
        session.execute(
          Self.selection,
          Parameters(
            Int64(position: link.position), Int64(position: span.end.position), Int64(rows),
            Int64(LogLimits.readBytes - bytes))),
        session)
    }
  }

  private mutating func take(_ answer: Answer, _ session: Session) throws {
    guard answer.count > 0 else { throw try absence(session) }
    for row in 0..<answer.count {
      guard answer.integer(row, 0) == Int64(position: link.position) else { throw try absence(session) }
      guard let batchEnd = answer.integer(row, 1).flatMap(UInt64.init(exactly:)), batchEnd > link.position,
        let record = answer.bytes(row, 3)
      else { throw Damage(found: "a malformed record at position \(link.position)") }
      let checksum = record.withUnsafeBytes {
        link.checksum.next(position: link.position, batchEnd: batchEnd, bytes: $0)
      }
      guard answer.integer(row, 2) == Int64(checksum.value) else {
        throw Damage(found: "a record with a wrong checksum at position \(link.position)")
      }
      records.append(LogRecord(position: link.logPosition, bytes: record))
      bytes += record.count
      link = ChainLink(position: link.position + 1, checksum: checksum)
    }
  }

  /// Why there is no record at the link: it was dropped since, or it is lost.
  private func absence(_ session: Session) throws -> any Error {
    let span = try Span.read(session)
    guard link.position < span.first.position else {
      return Damage(found: "no record at position \(link.position)")
    }
    return LogError.outOfRange(
      asked: link.logPosition, first: span.first.logPosition, end: span.end.logPosition)
  }

  private static let rowsPerAnswer = 8192

  /// The sizes are added up on the server: it does not fetch what it does not send.
  private static let selection = Statement(
    name: "records",
    sql: """
      SELECT position, batch_end, checksum, bytes FROM (
        SELECT *, sum(octet_length(bytes)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING)
          - octet_length(bytes) AS bytes_before
        FROM (SELECT * FROM record WHERE position >= $1 AND position < $2 ORDER BY position LIMIT $3) AS held
      ) AS summed
      WHERE bytes_before < $4::bigint ORDER BY position
      """)
}
