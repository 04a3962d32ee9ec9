import GRDB
import MusterStore

/// Walks the records of a file in order and verifies each against the one before it.
struct RecordCursor {
  /// A record as it lies in the file. The bytes are valid until the cursor moves on.
  struct Row {
    let position: UInt64
    let batchEnd: UInt64
    let bytes: UnsafeRawBufferPointer

    /// The chain after this record.
    let link: ChainLink

    /// Whether its batch ends here, so that the log may too.
    var endsBatch: Bool { link.position == batchEnd }
  }

  private let statement: RawStatement
  private let bound: UInt64?
  private var link: ChainLink

  /// - Parameter bound: where records must reach to; nil to go as far as they do.
  init(_ db: Database, from link: ChainLink, to bound: UInt64?) throws {
    self.link = link
    self.bound = bound
    statement = try RawStatement(
      db,
      "SELECT position, batch_end, checksum, bytes FROM record WHERE position >= ? AND position < ? ORDER BY position"
    )
    try statement.bind(Int64(position: link.position), at: 1)
    try statement.bind(bound.map { Int64(position: $0) } ?? .max, at: 2)
  }

  /// The next record, or nil at the end. Throws `Damage` where the chain breaks.
  mutating func next() throws -> Row? {
    // Not left to the query: a search in a damaged tree may find what it did not look for.
    if let bound, link.position >= bound { return nil }
    guard try statement.step() else {
      if let bound, link.position < bound { throw Damage(found: "no record at position \(link.position)") }
      return nil
    }
    guard let position = statement.integer(0), position == Int64(position: link.position) else {
      throw Damage(found: "no record at position \(link.position), but one after it")
    }
    guard let batchEnd = statement.integer(1), batchEnd > position,
      let checksum = statement.integer(2),
      let bytes = statement.blob(3)
    else { throw Damage(found: "a malformed record at position \(link.position)") }
    let expected = link.checksum.next(position: link.position, batchEnd: UInt64(batchEnd), bytes: bytes)
    guard checksum == Int64(expected.value) else {
      throw Damage(found: "a record with a wrong checksum at position \(link.position)")
    }
    let row = Row(
      position: link.position, batchEnd: UInt64(batchEnd), bytes: bytes,
      link: ChainLink(position: link.position + 1, checksum: expected))
    link = row.link
    return row
  }

  /// Lets go of the file.
  func close() { statement.reset() }

  /// Writes records under the given link, as one batch. Returns the link after them.
  static func insert(_ records: [[UInt8]], after link: ChainLink, _ db: Database) throws -> ChainLink {
    var link = link
    let batchEnd = link.position + UInt64(records.count)
    let statement = try RawStatement(db, insertion)
    for record in records {
      try record.withUnsafeBytes {
        link = try insert($0, batchEnd: batchEnd, after: link, statement)
      }
    }
    return link
  }

  static let insertion = "INSERT INTO record VALUES (?, ?, ?, ?)"

  /// Writes one record under the given link. Returns the link after it.
  static func insert(
    _ bytes: UnsafeRawBufferPointer, batchEnd: UInt64, after link: ChainLink, _ insertion: RawStatement
  ) throws -> ChainLink {
    let checksum = link.checksum.next(position: link.position, batchEnd: batchEnd, bytes: bytes)
    try insertion.bind(Int64(position: link.position), at: 1)
    try insertion.bind(Int64(position: batchEnd), at: 2)
    try insertion.bind(Int64(checksum.value), at: 3)
    try insertion.bind(bytes, at: 4)
    try insertion.run()
    return ChainLink(position: link.position + 1, checksum: checksum)
  }
}
