import MusterPostgres
import MusterStore
import MusterTestKit
import Testing

@Suite("Every log, in PostgreSQL") struct PostgresConformanceTests {
  @Test("as durable as the server", arguments: LogConformance.checks)
  func full(check: LogCheck) async throws { try await run(check, .full) }

  @Test("relaxed", arguments: LogConformance.checks)
  func relaxed(check: LogCheck) async throws { try await run(check, .relaxed) }

  private func run(_ check: LogCheck, _ durability: PostgresLog.Durability) async throws {
    let schema = try TestSchema()
    try await check.run {
      try await schema.open(durability)
    } reopen: { log in
      try #require(log as? PostgresLog).close()
      return try await schema.open(durability)
    }
  }
}
