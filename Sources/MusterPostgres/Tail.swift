import MusterStore

/// The end of the log, as an append must name it to be let in.
struct Tail: Hashable, Sendable {
  /// After the newest record.
  let link: ChainLink

  /// How often the outcome of an append had to be settled. An append that was sent before it cannot land
  /// after it.
  let turn: Int64

  static func read(_ session: Session) throws -> Tail { try decode(session.execute(selection)) }

  /// The end of the log, which no append changes any more that was lost on its way before now.
  static func settle(_ session: Session) throws -> Tail { try decode(session.execute(settlement)) }

  /// Appends a batch, if the log still ends here: the first of its pieces decides. False if it does not.
  func append(_ batch: Batch, _ session: Session) throws -> Bool {
    guard batch.pieces.count > 1 else { return try move(batch, session) }
    return try session.transaction {
      guard try move(batch, session) else { return false }
      for piece in batch.pieces.dropFirst() {
        var parameters = Parameters(Int64(piece.lowerBound) + Int64(position: link.position), batch.newEnd)
        parameters.add(array: batch.checksums[piece])
        parameters.add(array: batch.records[piece])
        try session.execute(Self.addition, parameters)
      }
      return true
    }
  }

  private func move(_ batch: Batch, _ session: Session) throws -> Bool {
    guard let piece = batch.pieces.first else { return false }
    var parameters = Parameters(
      Int64(position: link.position), Int64(link.checksum.value), turn, batch.newEnd,
      Int64(batch.end.checksum.value), batch.end.markChecksum(1))
    parameters.add(array: batch.checksums[piece])
    parameters.add(array: batch.records[piece])
    return try session.execute(Self.insertion, parameters).changed == piece.count
  }

  private static func decode(_ answer: Answer) throws -> Tail {
    guard let turn = answer.integer(0, 3) else { throw Damage(found: "no mark of the log's end") }
    return Tail(link: try Span.mark(1, answer, column: 0), turn: turn)
  }

  private static let selection = Statement(
    name: "tail", sql: "SELECT position, chain, checksum, turn FROM tail")

  private static let settlement = Statement(
    name: "tail_settle", sql: "UPDATE tail SET turn = turn + 1 RETURNING position, chain, checksum, turn")

  /// One round trip, one transaction, one decision: the row lock lets rivals through one by one, and all but
  /// the first find that the log ends elsewhere.
  private static let insertion = Statement(
    name: "append",
    sql: """
      WITH moved AS (
        UPDATE tail SET position = $4, chain = $5, checksum = $6
        WHERE position = $1 AND chain = $2 AND turn = $3 RETURNING sole)
      INSERT INTO record (position, batch_end, checksum, bytes)
      SELECT $1 + r.number - 1, $4, r.checksum, r.bytes
      FROM moved, unnest($7::bigint[], $8::bytea[]) WITH ORDINALITY AS r (checksum, bytes, number)
      """)

  private static let addition = Statement(
    name: "append_more",
    sql: """
      INSERT INTO record (position, batch_end, checksum, bytes)
      SELECT $1 + r.number - 1, $2, r.checksum, r.bytes
      FROM unnest($3::bigint[], $4::bytea[]) WITH ORDINALITY AS r (checksum, bytes, number)
      """)
}
