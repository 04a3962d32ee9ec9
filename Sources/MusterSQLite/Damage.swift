import GRDB
import GRDBSQLite
import MusterStore

/// Bytes in the file that are not as they were written; becomes a `LogError` where the file's name is known.
struct Damage: Error, Hashable {
  let found: String
}

extension LogError {
  /// What an error from inside a database access means for the log.
  init(_ error: any Error, file: String, operation: String) {
    switch error {
    case let error as LogError: self = error
    case let error as Damage: self = .damaged(file: file, found: error.found)
    case let error as DatabaseError: self.init(error, file: file, operation: operation)
    default: self = .storage(file: file, operation: operation, found: "\(error)")
    }
  }

  private init(_ error: DatabaseError, file: String, operation: String) {
    let found = Damage(error).found
    switch error.resultCode {
    case .SQLITE_NOTADB: self = .notALog(file: file, found: "something that is not a SQLite database")
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(file: file, found: found)
    case _ where Damage.isShown(by: error): self = .damaged(file: file, found: found)
    default: self = .storage(file: file, operation: operation, found: found)
    }
  }
}

extension Damage {
  /// Whether an error is about the bytes of the file. A locked file or a failing disk says nothing about them, and
  /// to cut a log for it would be to do the damage.
  static func isShown(by error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return error is Damage }
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_FORMAT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
      return true
    default:
      return error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
    }
  }

  /// A failed access as damage: SQLite's message, in one line.
  init(_ error: any Error) {
    guard let error = error as? DatabaseError else {
      self.init(found: (error as? Damage)?.found ?? "\(error)")
      return
    }
    let message = (error.message ?? "no message").split(whereSeparator: \.isNewline).joined(separator: " ")
    self.init(found: "SQLite error \(error.extendedResultCode.rawValue) (\(message))")
  }
}
