import MusterStore

/// The two ends of the records that a log holds, as one moment saw them.
struct Span {
  /// Before the oldest record.
  let first: ChainLink

  /// After the newest record.
  let end: ChainLink

  /// The chain at the position that was asked for, where a record stands before it.
  private let before: Int64?

  /// - Parameter position: Where `link(at:)` will be asked for.
  /// - Parameter holding: Whether snapshots and drops of other sessions wait until this transaction ends.
  static func read(
    _ session: Session, at position: LogPosition = .zero, holding: Bool = false
  ) throws -> Span {
    let asked = Int64(position: position.recordsBefore)
    let answer = try session.execute(holding ? selectionHolding : selection, Parameters(asked))
    let first = try mark(0, answer, column: 0)
    let end = try mark(1, answer, column: 3)
    guard first.position <= end.position else { throw Damage(found: "a log that ends before it begins") }
    return Span(first: first, end: end, before: answer.integer(0, 6))
  }

  /// A mark of one of the ends: position, chain and checksum, from a column on. 0 is the first record, 1 the
  /// end.
  static func mark(_ which: UInt64, _ answer: Answer, column: Int) throws -> ChainLink {
    guard
      let link = ChainLink(position: answer.integer(0, column), checksum: answer.integer(0, column + 1)),
      answer.integer(0, column + 2) == link.markChecksum(which)
    else { throw Damage(found: "a damaged mark of the log's \(which == 0 ? "first record" : "end")") }
    return link
  }

  /// The chain at the position that was asked for: what the record before it left.
  func link(at position: LogPosition) throws -> ChainLink {
    guard first.logPosition <= position, position <= end.logPosition else {
      throw LogError.outOfRange(asked: position, first: first.logPosition, end: end.logPosition)
    }
    if position == first.logPosition { return first }
    if position == end.logPosition { return end }
    guard let link = ChainLink(position: Int64(position: position.recordsBefore), checksum: before) else {
      throw Damage(found: "no record at position \(position.recordsBefore - 1)")
    }
    return link
  }

  /// Whether a replay could begin or end here.
  func contains(_ link: ChainLink) -> Bool {
    first.position <= link.position && link.position <= end.position
  }

  /// Moves the first record to a link.
  static func moveFirst(to link: ChainLink, _ session: Session) throws {
    try session.execute(
      Statement(name: "head_move", sql: "UPDATE head SET position = $1, chain = $2, checksum = $3"),
      Parameters(Int64(position: link.position), Int64(link.checksum.value), link.markChecksum(0)))
  }

  private static let sql = """
    SELECT h.position, h.chain, h.checksum, t.position, t.chain, t.checksum,
      (SELECT r.checksum FROM record r WHERE r.position = $1::bigint - 1)
    FROM head h CROSS JOIN tail t
    """

  private static let selection = Statement(name: "span", sql: sql)
  private static let selectionHolding = Statement(name: "span_holding", sql: sql + " FOR UPDATE OF h")
}
