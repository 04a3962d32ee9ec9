import MusterStore
import MusterTestKit
import Synchronization

@testable import MusterPostgres

/// A schema of its own, on the server that all tests share unless another is given.
struct TestSchema: Sendable {
  let url: String
  let name: String

  /// What the server knows its connections by.
  private let application: String

  private static let count = Mutex(0)

  init(on server: PostgresServer? = nil) throws {
    let number = Self.count.withLock { count in
      count += 1
      return count
    }
    application = "muster-test-\(number)"
    // A name that must be quoted.
    name = "test \"\(number)\""
    url = try (server ?? PostgresServer.shared()).url() + "?application_name=\(application)"
  }

  func open(_ durability: PostgresLog.Durability = .full) async throws(LogError) -> PostgresLog {
    try await PostgresLog.open(url: url, schema: name, durability: durability)
  }

  func leadership() async throws(LogError) -> PostgresLeadership {
    try await PostgresLeadership.open(url: url, schema: name)
  }

  /// A session beside the log's.
  func session() throws -> Session {
    try Session(ServerAddress(url: url), settings: SessionSettings.sql(schema: name, .full))
  }

  /// Runs SQL beside the log. Returns the first value of the last statement.
  @discardableResult
  func run(_ sql: String) throws -> String? { try session().run(sql).text(0, 0) }

  /// Ends the server's side of the connections to this schema, as an operator would, and waits until they are
  /// gone. Only of those that run, or last ran, a statement that contains the text.
  func terminate(running text: String = "") throws {
    try run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE \(others(running: text))")
  }

  /// Waits until a session of this schema waits for a lock with a statement that contains the text.
  func awaitBlocked(_ text: String) async throws {
    let condition = others(running: text) + " AND wait_event_type = 'Lock'"
    while try run("SELECT count(*) FROM pg_stat_activity WHERE \(condition)") == "0" {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  private func others(running text: String) -> String {
    "application_name = '\(application)' AND pid <> pg_backend_pid() AND query LIKE '%\(text)%'"
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
