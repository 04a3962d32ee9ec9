import MusterStore
import MusterTestKit
import Synchronization

@testable import MusterPostgres

/// A schema of its own on the server that all tests share.
struct TestSchema: Sendable {
  let url: String
  let name: String

  private static let count = Mutex(0)

  init(on server: PostgresServer? = nil) throws {
    url = try (server ?? PostgresServer.shared()).url()
    name = Self.count.withLock {
      $0 += 1
      return "test \"\($0)\""
    }
  }

  func open(_ durability: PostgresLog.Durability = .full) async throws(LogError) -> PostgresLog {
    try await PostgresLog.open(url: url, schema: name, durability: durability)
  }

  func leadership() async throws(LogError) -> PostgresLeadership {
    try await PostgresLeadership.open(url: url, schema: name)
  }

  /// Runs SQL in the schema, beside the log. Returns the first value of the last statement.
  @discardableResult
  func run(_ sql: String) throws -> String? {
    let settings = SessionSettings.sql(schema: name, .full)
    return try Session(ServerAddress(url: url), settings: settings).run(sql).text(0, 0)
  }

  /// Ends the server's side of every connection to this schema that runs or last ran such a statement, as
  /// `kill` would. Returns how many there were.
  @discardableResult
  func terminate(_ pattern: String) throws -> Int {
    let found = try run(
      """
      SELECT count(pg_terminate_backend(a.pid, 5000)) FROM pg_stat_activity a
      WHERE a.pid <> pg_backend_pid() AND a.query LIKE '%\(pattern)%'
      """)
    return found.flatMap { Int($0) } ?? 0
  }
}

extension Log {
  /// Every record held.
  func everything() async throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    for try await record in records(from: try await first) { all.append(record.bytes) }
    return all
  }
}

/// Runs the body, and gives back the log error that it threw.
func logError(_ body: () async throws -> Void) async throws -> LogError? {
  do {
    try await body()
    return nil
  } catch let error as LogError {
    return error
  }
}
