import GRDB
import GRDBSQLite

/// A prepared statement driven through SQLite's own functions.
///
/// GRDB's typed columns trap when a value has another type than the schema says, which in a damaged file it may.
/// Here a value of the wrong type is nil. It also spares a copy of every blob.
struct RawStatement {
  private let database: Database
  private let owner: Statement
  private let statement: SQLiteStatement

  /// Compiled once a connection.
  init(_ database: Database, _ sql: String) throws {
    self.database = database
    owner = try database.cachedStatement(sql: sql)
    statement = owner.sqliteStatement
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
  }

  func bind(_ value: Int64, at index: Int32) throws {
    try check(sqlite3_bind_int64(statement, index, value))
  }

  func bindNull(at index: Int32) throws {
    try check(sqlite3_bind_null(statement, index))
  }

  func bind(_ text: String, at index: Int32) throws {
    // SQLITE_TRANSIENT: SQLite copies the text.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    try check(sqlite3_bind_text(statement, index, text, -1, copy))
  }

  /// Binds bytes without a copy: they must stay where they are until the statement has run.
  func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) throws {
    // A blob without an address would be bound as null.
    try check(
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(statement, index, 0)
        : sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), nil))
  }

  /// Goes to the next row, if there is one.
  func step() throws -> Bool {
    let code = sqlite3_step(statement)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(code)
    }
  }

  /// Runs a statement that has no rows, and makes it ready to run again.
  func run() throws {
    defer { reset() }
    while try step() {}
  }

  /// Lets go of the row and of the read lock behind it.
  func reset() { sqlite3_reset(statement) }

  /// The integer in a column of the row, or nil if there is something else.
  func integer(_ column: Int32) -> Int64? {
    guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else { return nil }
    return sqlite3_column_int64(statement, column)
  }

  /// The text in a column of the row, or nil if there is something else.
  func text(_ column: Int32) -> String? {
    guard sqlite3_column_type(statement, column) == SQLITE_TEXT,
      let characters = sqlite3_column_text(statement, column)
    else { return nil }
    return String(cString: characters)
  }

  /// The blob in a column of the row, or nil if there is something else. Valid until the next step.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer? {
    guard sqlite3_column_type(statement, column) == SQLITE_BLOB else { return nil }
    let start = sqlite3_column_blob(statement, column)
    return UnsafeRawBufferPointer(
      start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    let message = database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }
}
