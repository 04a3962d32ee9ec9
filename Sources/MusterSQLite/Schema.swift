import GRDB
import MusterStore

/// The tables of a log file, and how to tell that it is one.
enum Schema {
  /// "Mstr", in the header of the file.
  static let applicationID: Int64 = 0x4D73_7472

  /// The format written, and the newest that is read.
  static let version: Int64 = 1

  /// The tables, in the order of their first pages, each with its text exactly as SQLite keeps it.
  static let tables: [(name: String, sql: String)] = [
    ("format", "CREATE TABLE format (version INTEGER NOT NULL) STRICT"),
    (
      "edge",
      "CREATE TABLE edge (which INTEGER PRIMARY KEY, position INTEGER NOT NULL, chain INTEGER NOT NULL, "
        + "checksum INTEGER NOT NULL) STRICT"
    ),
    (
      "recovery",
      "CREATE TABLE recovery (reason TEXT NOT NULL, first INTEGER NOT NULL, past INTEGER NOT NULL, "
        + "cut INTEGER, copy TEXT NOT NULL) STRICT"
    ),
    (
      "snapshot",
      "CREATE TABLE snapshot (position INTEGER PRIMARY KEY, chain INTEGER NOT NULL, "
        + "checksum INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT"
    ),
    (
      "record",
      "CREATE TABLE record (position INTEGER PRIMARY KEY, batch_end INTEGER NOT NULL, "
        + "checksum INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT"
    ),
  ]

  /// Fails unless the file says that it is a log of a version that is understood.
  static func checkIdentity(_ db: Database, file: String) throws {
    let found = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard found == applicationID else {
      throw LogError.notALog(
        file: file,
        found: "a SQLite database of something else (application_id \(found), a log has \(applicationID))")
    }
    let statement = try RawStatement(db, "SELECT version FROM format")
    defer { statement.reset() }
    guard try statement.step(), let version = statement.integer(0), version >= 1 else {
      throw Damage(found: "no format version")
    }
    if version > Self.version {
      throw LogError.newerVersion(file: file, found: version, supported: Self.version)
    }
  }

  /// Whether the tables are those of this version, to the letter.
  static func isAsWritten(_ db: Database) throws -> Bool {
    let statement = try RawStatement(
      db, "SELECT type, name, tbl_name, sql, rootpage FROM sqlite_master ORDER BY rowid")
    defer { statement.reset() }
    for table in tables {
      guard try statement.step(), statement.text(0) == "table", statement.text(1) == table.name,
        statement.text(2) == table.name, statement.text(3) == table.sql, statement.integer(4) != nil
      else {
        return false
      }
    }
    return try !statement.step()
  }

  /// Writes the tables and the file's marks.
  static func create(_ db: Database, _ span: LogSpan) throws {
    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    for table in tables { try db.execute(sql: table.sql) }
    try db.execute(sql: "INSERT INTO format VALUES (\(version))")
    try Edge.first.write(span.first, db)
    try Edge.end.write(span.end, db)
  }
}
