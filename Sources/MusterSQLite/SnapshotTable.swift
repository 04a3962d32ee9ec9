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

  /// The newest whole snapshot from which a span can be continued.
  static func newest<Value>(_ db: Database, in span: LogSpan, _ make: (Row) throws -> Value) throws -> Value?
  {
    for position in try positions(db).found {
      let value: Value? = try visit(position, db) { row in span.contains(row.link) ? try make(row) : nil }
      if let value { return value }
    }
    return nil
  }

  /// Where there are snapshots, newest first, and what kept the search from finding more, if anything did.
  ///
  /// Searches from both ends: what a damaged page hides from one side may be in sight from the other.
  static func positions(_ db: Database) throws -> (found: [Int64], damage: Damage?) {
    var found: Set<Int64> = []
    var damage: Damage?
    for order in ["DESC", "ASC"] {
      do {
        let statement = try RawStatement(db, "SELECT position FROM snapshot ORDER BY position \(order)")
        defer { statement.reset() }
        // No position twice: in a damaged tree a walk may go round in circles.
        while try statement.step(), let position = statement.integer(0), found.insert(position).inserted {}
        if damage == nil { break }
      } catch let error where Damage.isShown(by: error) {
        damage = Damage(error)
      }
    }
    return (found.sorted(by: >), damage)
  }

  /// Calls the visitor with the snapshot at a position. Nil if the snapshot is damaged.
  static func visit<Value>(
    _ position: Int64, _ db: Database, _ visitor: (Row) throws -> Value?
  ) throws -> Value? {
    do {
      let statement = try RawStatement(
        db, "SELECT position, chain, checksum, bytes FROM snapshot WHERE position = ?")
      try statement.bind(position, at: 1)
      defer { statement.reset() }
      return try statement.step() ? verified(statement).flatMap(visitor) : nil
    } catch let error where Damage.isShown(by: error) {
      return nil
    }
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

  private static func checksum(of link: ChainLink, _ bytes: UnsafeRawBufferPointer) -> Int64 {
    var checksum = SnapshotChecksum(of: link, count: bytes.count)
    checksum.update(bytes)
    return checksum.value
  }
}
