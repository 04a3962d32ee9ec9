import MusterStore

/// What the server or libpq said where it should have done as it was told.
struct SessionFailure: Error, Hashable {
  /// The server's five-letter code, or nil if the server said nothing.
  let sqlState: String?

  /// One line.
  let message: String

  /// Whether the connection is gone, and with it the knowledge of what the server did last.
  let lost: Bool

  init(sqlState: String? = nil, message: String, lost: Bool = false) {
    self.sqlState = sqlState
    self.message = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    self.lost = lost
  }

  /// `lock_not_available`, `deadlock_detected`: another session was in the way, and nothing was written.
  var isContention: Bool { sqlState == "55P03" || sqlState == "40P01" }

  var found: String { sqlState.map { "\(message) (SQLSTATE \($0))" } ?? message }
}

/// Rows that are not as they were written; becomes a `LogError` where the log's name is known.
struct Damage: Error, Hashable {
  let found: String
}

extension LogError {
  /// What an error from inside an operation means for the log.
  init(_ error: any Error, place: String, operation: String) {
    switch error {
    case let error as LogError: self = error
    case let error as Damage: self = .damaged(file: place, found: error.found)
    case let error as SessionFailure where error.isContention: self = .busy(file: place, found: error.found)
    case let error as SessionFailure: self = .storage(file: place, operation: operation, found: error.found)
    default: self = .storage(file: place, operation: operation, found: "\(error)")
    }
  }
}
