import Foundation
import GRDB
import GRDBSQLite
import MusterStore

/// Opens connections to a log file with the settings that each use of it needs.
package enum Connection {
  /// How long to wait for another writer's transaction, in seconds.
  static let patience = 5.0

  /// A connection that appends: one for each open log.
  static func writer(_ file: String, _ durability: Durability) throws(LogError) -> DatabaseQueue {
    try open(file) { configuration in
      configuration.prepareDatabase { db in try configure(db, durability, file: file) }
    }
  }

  /// A connection that reads beside the writer.
  static func reader(_ file: String) throws(LogError) -> DatabaseQueue {
    try open(file) { $0.readonly = true }
  }

  /// A connection that reads what can be read of a file that may be damaged.
  static func salvager(_ file: String, _ view: View) throws(LogError) -> DatabaseQueue {
    let path: String
    switch view {
    case .whole: path = file
    case .mainFileOnly:
      let escaped = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file
      path = "file:\(escaped)?immutable=1"
    }
    return try open(path, named: file) { configuration in
      configuration.readonly = true
      // Without this SQLite refuses a file that is shorter than its header says, and with it all its records.
      configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA writable_schema = ON") }
    }
  }

  /// Which files of a log to believe.
  enum View: CaseIterable {
    /// The main file with the write-ahead log over it, as SQLite means them to be read.
    case whole

    /// The main file as if there were no write-ahead log. Creates no scratch files.
    case mainFileOnly
  }

  /// Makes a connection fit for appending, and proves it: a pragma that is refused says nothing.
  package static func configure(_ db: Database, _ durability: Durability, file: String) throws {
    // Without the right to write, SQLite opens for reading and says nothing either.
    if let connection = db.sqliteConnection, sqlite3_db_readonly(connection, "main") != 0 {
      throw LogError.settingRefused(
        file: file, setting: "access", asked: "read and write", found: "read only")
    }
    try demand(db, file, "journal_mode", "wal", "PRAGMA journal_mode = WAL")
    try db.execute(sql: "PRAGMA synchronous = \(durability.synchronous)")
    try demand(db, file, "synchronous", "\(durability.synchronous)", "PRAGMA synchronous")
    // Dropped records are history, not secrets: overwriting them with zeros would double the cost.
    _ = try Row.fetchAll(db, sql: "PRAGMA secure_delete = OFF")
  }

  private static func demand(
    _ db: Database, _ file: String, _ setting: String, _ asked: String, _ sql: String
  ) throws {
    let found = try String.fetchOne(db, sql: sql) ?? "nothing"
    if found != asked {
      throw LogError.settingRefused(file: file, setting: setting, asked: asked, found: found)
    }
  }

  private static func open(
    _ path: String, named file: String? = nil, _ configure: (inout Configuration) -> Void
  ) throws(LogError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "MusterSQLite"
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { db in
      // Look twice at every page, and run nothing that a damaged schema may say.
      try db.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
    }
    configure(&configuration)
    do {
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw LogError(error, file: file ?? path, operation: "open")
    }
  }
}
