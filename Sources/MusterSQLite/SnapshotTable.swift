import GRDB
import MusterStore

/// The snapshots of a file. Each carries the chain at its position, so that the records after it can be verified
/// even where those before it are lost.
enum SnapshotTable {
  /// A snapshot as it lies in the file, verified. The bytes are valid for the time of the visit.
  struct Row {
    let link: ChainLink
    let bytes: UnsafeRawBufferPointer
  }

  /// Visits the snapshots from the newest to the oldest; `row` is nil for a damaged one. Stops when the visitor
  /// returns false.
  static func visit(_ db: Database, _ visitor: (_ position: Int64, _ row: Row?) throws -> Bool) throws {
    let statement = try RawStatement(
      db,
      "SELECT position, chain, checksum, bytes FROM snapshot WHERE position < ? ORDER BY position DESC LIMIT 1"
    )
    defer { statement.reset() }
    var next = Int64.max
    while true {
      // One query a row: the pages of one damaged blob must not hide the snapshots behind it.
      statement.reset()
      try statement.bind(next, at: 1)
      let row: Row?
      do {
        guard try statement.step(), let position = statement.integer(0) else { return }
        next = try lower(position, than: next)
        row = verified(statement)
      } catch let error as DatabaseError {
        guard let position = try positionOnly(db, below: next) else { throw error }
        next = try lower(position, than: next)
        row = nil
      }
      guard try visitor(next, row) else { return }
    }
  }

  /// The newest whole snapshot from which a span can be continued.
  static func newest<Value>(_ db: Database, in span: LogSpan, _ make: (Row) throws -> Value) throws -> Value?
  {
    var found: Value?
    try visit(db) { _, row in
      guard let row, span.contains(row.link) else { return true }
      found = try make(row)
      return false
    }
    return found
  }

  static func write(_ bytes: UnsafeRawBufferPointer, at link: ChainLink, _ db: Database) throws {
    let statement = try RawStatement(db, "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)")
    try statement.bind(Int64(position: link.position), at: 1)
    try statement.bind(Int64(link.checksum.value), at: 2)
    try statement.bind(checksum(of: link, bytes), at: 3)
    try statement.bind(bytes, at: 4)
    try statement.run()
  }

  /// Deletes all but the newest.
  static func keepNewest(_ count: Int, _ db: Database) throws {
    let statement = try RawStatement(
      db,
      "DELETE FROM snapshot WHERE position NOT IN (SELECT position FROM snapshot ORDER BY position DESC LIMIT ?)"
    )
    try statement.bind(Int64(count), at: 1)
    try statement.run()
  }

  private static func verified(_ statement: RawStatement) -> Row? {
    guard let link = ChainLink(position: statement.integer(0), checksum: statement.integer(1)),
      let bytes = statement.blob(3),
      statement.integer(2) == checksum(of: link, bytes)
    else { return nil }
    return Row(link: link, bytes: bytes)
  }

  /// In a damaged tree a search may find what it did not look for, again and again.
  private static func lower(_ position: Int64, than bound: Int64) throws -> Int64 {
    guard position < bound else { throw Damage(found: "snapshots out of order") }
    return position
  }

  private static func positionOnly(_ db: Database, below bound: Int64) throws -> Int64? {
    let statement = try RawStatement(db, "SELECT max(position) FROM snapshot WHERE position < ?")
    defer { statement.reset() }
    try statement.bind(bound, at: 1)
    return try statement.step() ? statement.integer(0) : nil
  }

  private static func checksum(of link: ChainLink, _ bytes: UnsafeRawBufferPointer) -> Int64 {
    var crc = CRC32C()
    crc.update(link.position)
    crc.update(UInt64(link.checksum.value))
    crc.update(UInt64(bytes.count))
    crc.update(bytes)
    return Int64(crc.value)
  }
}
