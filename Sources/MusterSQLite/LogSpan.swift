import GRDB
import MusterStore

/// The two ends of the records that a log holds.
struct LogSpan: Hashable, Sendable {
  /// Before the oldest record.
  var first: ChainLink

  /// After the newest record.
  var end: ChainLink

  /// The span that the file says it has.
  static func read(_ db: Database) throws -> LogSpan {
    let span = LogSpan(first: try Edge.first.read(db), end: try Edge.end.read(db))
    guard span.first.position <= span.end.position else {
      throw Damage(found: "a log that ends before it begins")
    }
    return span
  }

  var positions: Range<LogPosition> { LogPosition(first.position)..<LogPosition(end.position) }

  /// Whether a replay could begin or end here.
  func contains(_ link: ChainLink) -> Bool {
    first.position <= link.position && link.position <= end.position
  }

  /// The chain at a position of the log: what the record before it left.
  func link(at position: LogPosition, _ db: Database) throws -> ChainLink {
    let (low, high) = (positions.lowerBound, positions.upperBound)
    guard low <= position, position <= high else {
      throw LogError.outOfRange(asked: position, first: low, end: high)
    }
    if position == low { return first }
    if position == high { return end }
    let statement = try RawStatement(db, "SELECT checksum FROM record WHERE position = ?")
    try statement.bind(Int64(position: position.recordsBefore - 1), at: 1)
    defer { statement.reset() }
    guard try statement.step(),
      let link = ChainLink(position: Int64(position: position.recordsBefore), checksum: statement.integer(0))
    else { throw Damage(found: "no record at position \(position.recordsBefore - 1)") }
    return link
  }
}
