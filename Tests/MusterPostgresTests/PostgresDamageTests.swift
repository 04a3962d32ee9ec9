import MusterStore
import MusterTestKit
import Testing

@testable import MusterPostgres

@Suite("A log in PostgreSQL whose rows are damaged") struct PostgresDamageTests {
  @Test(
    "says so where it is read, and gives back what stands before",
    arguments: [
      "UPDATE record SET bytes = '\\x09' WHERE position = 3", "DELETE FROM record WHERE position = 3",
      "UPDATE record SET checksum = checksum + 1 WHERE position = 3",
      "UPDATE record SET batch_end = 9 WHERE position = 3",
      "UPDATE record SET batch_end = 0 WHERE position = 3",
    ])
  func record(damage: String) async throws {
    let (schema, log) = try await filled()
    try schema.run(damage)
    #expect(try await log.read(from: .zero, limit: 3).map(\.bytes) == [[0], [1], [2]])
    for start in [0, 3] as [UInt64] {
      let error = try await logError { _ = try await log.read(from: LogPosition(start), limit: 9) }
      guard case .damaged(log.place, _) = error else {
        Issue.record("found \(String(describing: error))")
        continue
      }
    }
  }

  @Test("says so of its marks", arguments: ["head", "tail"]) func marks(table: String) async throws {
    let (schema, log) = try await filled()
    try schema.run("UPDATE \(table) SET position = position + 1")
    guard case .damaged = try await logError({ _ = try await log.end }) else {
      Issue.record("believed a damaged mark")
      return
    }
  }

  @Test(
    "passes over a snapshot for the one before it",
    arguments: [
      "UPDATE snapshot_part SET bytes = '\\x07' WHERE position = 4",
      "DELETE FROM snapshot_part WHERE position = 4",
      "UPDATE snapshot SET size = -1 WHERE position = 4", "UPDATE snapshot SET chain = 1 WHERE position = 4",
    ])
  func snapshot(damage: String) async throws {
    let (schema, log) = try await filled()
    try await log.saveSnapshot([2], at: LogPosition(2))
    try await log.saveSnapshot([4], at: LogPosition(4))
    try schema.run(damage)
    #expect(try await log.latestSnapshot() == LogSnapshot(position: LogPosition(2), bytes: [2]))
    #expect(
      try await logError { try await log.dropRecords(before: LogPosition(3)) }
        == .dropBeyondSnapshot(asked: LogPosition(3), newest: LogPosition(2)))
    try await log.dropRecords(before: LogPosition(2))
    try schema.run("UPDATE snapshot SET checksum = 0")
    #expect(
      try await logError { _ = try await log.latestSnapshot() } == .noUsableSnapshot(first: LogPosition(2)))
  }

  private func filled() async throws -> (TestSchema, PostgresLog) {
    let schema = try TestSchema()
    let log = try await schema.open()
    try await log.append((0..<6).map { [$0] }, expecting: .zero)
    return (schema, log)
  }
}
