import GRDB
import MusterStore

// GRDB's own asynchronous accesses stop when their task is cancelled. A log's do not: whoever appended must learn
// what became of it.

extension DatabaseQueue {
  /// Reads from one unchanging state of the database.
  func read<Value: Sendable>(
    _ file: String, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(LogError) -> Value {
    let result = await withCheckedContinuation { continuation in
      asyncRead { access in
        continuation.resume(returning: Self.outcome(file, "read") { try body(access.get()) })
      }
    }
    return try result.get()
  }

  /// Writes in one transaction that waits for its turn among writers before it looks at anything.
  func write<Value: Sendable>(
    _ file: String, _ operation: String, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(LogError) -> Value {
    let result = await withCheckedContinuation { continuation in
      asyncWriteWithoutTransaction { db in
        continuation.resume(
          returning: Self.outcome(file, operation) { try db.transact(body) })
      }
    }
    return try result.get()
  }

  /// As `write`, keeping the calling thread.
  func writeNow<Value>(
    _ file: String, _ operation: String, _ body: (Database) throws -> Value
  ) throws(LogError) -> Value {
    try Self.outcome(file, operation) { try writeWithoutTransaction { db in try db.transact(body) } }.get()
  }

  /// Reads from one unchanging state of the database, keeping the calling thread.
  func readNow<Value>(_ file: String, _ body: (Database) throws -> Value) throws(LogError) -> Value {
    var result: Result<Value, any Error>?
    do {
      try inDatabase { db in
        try db.inTransaction(.deferred) {
          result = Result { try body(db) }
          // There is nothing to commit, and after damage was met SQLite would refuse.
          return .rollback
        }
      }
    } catch {
      if result == nil { result = .failure(error) }
    }
    return try Self.outcome(file, "read") {
      guard let result else { throw Damage(found: "a transaction that did not run") }
      return try result.get()
    }.get()
  }

  private static func outcome<Value>(
    _ file: String, _ operation: String, _ body: () throws -> Value
  ) -> Result<Value, LogError> {
    do {
      return .success(try body())
    } catch {
      return .failure(LogError(error, file: file, operation: operation))
    }
  }
}

extension Database {
  /// Runs the body in one transaction, committed unless it throws.
  fileprivate func transact<Value>(_ body: (Database) throws -> Value) throws -> Value {
    var result: Result<Value, any Error> = .failure(Damage(found: "a transaction that did not run"))
    try inTransaction(.immediate) {
      result = .success(try body(self))
      return .commit
    }
    return try result.get()
  }
}
