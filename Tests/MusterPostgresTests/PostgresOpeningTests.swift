import MusterStore
import MusterTestKit
import Testing

@testable import MusterPostgres

@Suite("Opening a log in PostgreSQL") struct PostgresOpeningTests {
  @Test("by many at once makes its tables once") func atOnce() async throws {
    let schema = try TestSchema()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let end = try await schema.open().end
          #expect(end == .zero)
        }
        group.addTask { _ = try await schema.leadership().currentLeader() }
      }
      try await group.waitForAll()
    }
    #expect(try schema.run("SELECT count(*) FROM format") == "1")
    #expect(try schema.run("SELECT count(*) FROM tail") == "1")
  }

  @Test("in a schema that is there and empty uses it") func emptySchema() async throws {
    let schema = try TestSchema()
    try schema.run("CREATE SCHEMA \(SessionSettings.identifier(schema.name))")
    try await schema.open().append([[1]], expecting: .zero)
    #expect(try await schema.open().everything() == [[1]])
  }

  @Test("among other tables is refused, and changes nothing") func otherTables() async throws {
    for table in ["other (a int)", "format (a int)"] {
      let schema = try TestSchema()
      let quoted = SessionSettings.identifier(schema.name)
      try schema.run("CREATE SCHEMA \(quoted); CREATE TABLE \(quoted).\(table)")
      guard case .notALog = try await logError({ _ = try await schema.open() }) else {
        Issue.record("opened beside \(table)")
        continue
      }
      #expect(try schema.run("SELECT count(*) FROM pg_tables WHERE schemaname = '\(schema.name)'") == "1")
    }
  }

  @Test("of a later format is refused") func newer() async throws {
    let schema = try TestSchema()
    let place = try await schema.open().place
    try schema.run("UPDATE format SET version = 2")
    let error = try await logError { _ = try await schema.open() }
    #expect(error == .newerVersion(file: place, found: 2, supported: 1))
  }

  @Test("on a server that does not answer says so in one line, without the password") func unreachable()
    async throws
  {
    let error = try await logError {
      _ = try await PostgresLog.open(url: "postgres://u:secret@127.0.0.1:1/d")
    }
    let line = "\(try #require(error))"
    #expect(line.hasPrefix("postgres://u@127.0.0.1:1/d (schema muster): found no connection ("))
    #expect(line.contains("refused"))
    #expect(!line.contains("secret") && !line.contains("\n"))
  }

  @Test("in a database that is not there says so") func noDatabase() async throws {
    let url = try PostgresServer.shared().url(database: "elsewhere")
    let error = try await logError { _ = try await PostgresLog.open(url: url) }
    guard case .unreachable(_, let found) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(found.contains("\"elsewhere\" does not exist"))
  }

  @Test("under a name that the server would cut is refused") func longName() async throws {
    let url = try PostgresServer.shared().url()
    for name in ["", String(repeating: "n", count: 64)] {
      let error = try await logError { _ = try await PostgresLog.open(url: url, schema: name) }
      guard case .notALog = error else {
        Issue.record("found \(String(describing: error))")
        continue
      }
    }
  }

  @Test("through a socket works as well") func socket() async throws {
    let schema = try TestSchema()
    try await schema.open().append([[1]], expecting: .zero)
    let log = try await PostgresLog.open(url: try PostgresServer.shared().socketURL, schema: schema.name)
    #expect(try await log.everything() == [[1]])
  }

  @Test(
    "sets how durable its commits are",
    arguments: [
      (PostgresLog.Durability.full, "on", "on"), (.full, "off", "on"),
      (.full, "remote_apply", "remote_apply"),
      (.relaxed, "on", "off"),
    ])
  func durability(asked: PostgresLog.Durability, server: String, inForce: String) async throws {
    let schema = try TestSchema()
    let url = schema.url + "&options=-c%20synchronous_commit%3D\(server)"
    let log = try await PostgresLog.open(url: url, schema: schema.name, durability: asked)
    let found = try await log.writer.perform("ask") { session in
      try session.run("SHOW synchronous_commit").text(0, 0)
    }
    #expect(found == inForce)
  }

  @Test("has the server notice when the writer vanishes") func vanishing() async throws {
    let log = try await TestSchema().open()
    let found = try await log.writer.perform("ask") { session in
      let settings = ["tcp_user_timeout", "tcp_keepalives_idle"]
      return try settings.map { try session.run("SHOW \($0)").text(0, 0) }
    }
    #expect(found == ["10000", "4"])
  }

  @Test("and closing it ends its use") func closed() async throws {
    let log = try await TestSchema().open()
    log.close()
    let error = try await logError { _ = try await log.end }
    #expect(error == .storage(file: log.place, operation: "read", found: "a closed log"))
  }
}
