import MusterStore
import MusterTestKit
import Testing

@testable import MusterPostgres

@Suite("Writers of a log in PostgreSQL") struct PostgresFencingTests {
  @Test("fence each other") func twoWriters() async throws {
    let schema = try TestSchema()
    let (one, other) = (try await schema.open(), try await schema.open())
    try await one.append([[1], [2], [3]], expecting: .zero)
    #expect(
      try await logError { _ = try await other.append([[9]], expecting: .zero) }
        == .positionConflict(expected: .zero, actual: LogPosition(3)))
    try await other.append([[4], [5]], expecting: LogPosition(3))
    #expect(
      try await logError { _ = try await one.append([[9]], expecting: LogPosition(3)) }
        == .positionConflict(expected: LogPosition(3), actual: LogPosition(5)))
    #expect(try await one.append([[6]], expecting: LogPosition(5)) == LogPosition(6))
    #expect(try await other.everything() == [[1], [2], [3], [4], [5], [6]])
  }

  @Test("racing through connections of their own have one winner each time") func race() async throws {
    let schema = try TestSchema()
    var logs: [PostgresLog] = []
    for _ in 0..<4 { logs.append(try await schema.open()) }
    for round in 0..<25 as Range<UInt8> {
      let end = LogPosition(UInt64(round))
      let winners = try await withThrowingTaskGroup(of: Int.self) { group in
        for log in logs {
          group.addTask {
            try await logError { _ = try await log.append([[round]], expecting: end) } == nil ? 1 : 0
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(winners == 1)
    }
    #expect(try await logs[0].everything() == (0..<25).map { [$0] })
  }

  @Test("notice a history that is as long as theirs, but another") func fork() async throws {
    let schema = try TestSchema()
    let log = try await schema.open()
    try schema.run("CREATE TABLE backup AS SELECT * FROM tail")
    try await log.append([[1]], expecting: .zero)
    // The server comes back as it was before the append, and someone else goes on from there.
    try schema.run("DELETE FROM record; DELETE FROM tail; INSERT INTO tail SELECT * FROM backup")
    try await schema.open().append([[2]], expecting: .zero)
    guard case .damaged = try await logError({ _ = try await log.append([[3]], expecting: LogPosition(1)) })
    else {
      Issue.record("continued another history")
      return
    }
    #expect(try await log.everything() == [[2]])
  }

  @Test("are let in again after another settled a lost append, which itself is not") func settled()
    async throws
  {
    let schema = try TestSchema()
    let log = try await schema.open()
    let end = try await log.append([[1]], expecting: .zero)
    let session = try schema.session()
    let lost = try Tail.read(session)
    _ = try Tail.settle(session)
    #expect(try !lost.append(Batch([[9]], after: lost.link), session))
    try await log.append([[2]], expecting: end)
    #expect(try await log.everything() == [[1], [2]])
  }

  @Test("write a batch of many pieces whole or not at all") func pieces() async throws {
    let schema = try TestSchema()
    let log = try await schema.open()
    let records = (0..<7).map { [UInt8](repeating: $0, count: Int($0)) }
    let session = try schema.session()

    // Something in the way of the last piece.
    try schema.run("INSERT INTO record VALUES (6, 0, 0, '')")
    let start = try Tail.read(session)
    let batch = Batch(records, after: start.link, pieceBytes: 5)
    #expect(batch.pieces == [0..<3, 3..<4, 4..<5, 5..<6, 6..<7])
    #expect(throws: SessionFailure.self) { _ = try start.append(batch, session) }
    #expect(session.rollBack())
    #expect(try await log.end == .zero)

    try schema.run("DELETE FROM record")
    #expect(try start.append(batch, session))
    #expect(try !start.append(batch, session))
    #expect(session.rollBack())
    #expect(try await log.everything() == records)
    try await log.append([[8]], expecting: LogPosition(7))
  }
}
