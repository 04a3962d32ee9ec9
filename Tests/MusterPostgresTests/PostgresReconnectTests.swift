import MusterStore
import MusterTestKit
import Testing

@testable import MusterPostgres

@Suite("A log in PostgreSQL whose connections are lost") struct PostgresReconnectTests {
  @Test("while idle makes new ones, and nobody notices") func idle() async throws {
    let schema = try TestSchema()
    let log = try await schema.open()
    var end = LogPosition.zero
    for round in 0..<3 as Range<UInt8> {
      end = try await log.append([[round]], expecting: end)
      #expect(try await log.end == end)
      try schema.terminate()
    }
    #expect(try await log.everything() == [[0], [1], [2]])
  }

  @Test("in the midst of an append does not know, and does not write twice") func append() async throws {
    let schema = try TestSchema()
    let log = try await schema.open()
    let end = try await log.append([[1]], expecting: .zero)
    let rival = try schema.session()
    try rival.run("BEGIN; UPDATE tail SET turn = turn")
    async let appending = logError { _ = try await log.append([[2]], expecting: end) }
    try await schema.awaitBlocked("WITH moved")
    try schema.terminate(running: "WITH moved")
    guard case .storage(log.place, "append", _) = try await appending else {
      Issue.record("knew what it could not know")
      return
    }
    try rival.run("ROLLBACK")
    #expect(try await log.end == end)
    try await log.append([[2]], expecting: end)
    #expect(try await log.everything() == [[1], [2]])
  }

  @Test("before an append was committed keeps it from landing once the end was told") func zombie()
    async throws
  {
    let schema = try TestSchema()
    let log = try await schema.open()
    // An append that its writer has given up, and that the server has not yet carried out.
    let session = try schema.session()
    let lost = try Tail.read(session)
    log.memory.doubt()
    #expect(try await log.end == .zero)
    #expect(try !lost.append(Batch([[9]], after: lost.link), session))
    #expect(try await log.end == .zero)
  }

  @Test("in the midst of a read reads again") func read() async throws {
    let schema = try TestSchema()
    let log = try await schema.open()
    try await log.append([[1], [2]], expecting: .zero)
    let rival = try schema.session()
    try rival.run("BEGIN; LOCK TABLE record")
    async let reading = log.read(from: .zero, limit: 9)
    try await schema.awaitBlocked("FROM record r")
    try schema.terminate(running: "FROM record r")
    try rival.run("ROLLBACK")
    #expect(try await reading.map(\.bytes) == [[1], [2]])
  }

  @Test("that says nothing for too long counts as lost") func silence() throws {
    let schema = try TestSchema()
    let address = try ServerAddress(url: schema.url)
    let session = try Session(address, settings: "SET search_path = pg_catalog", patience: 200)
    #expect(try session.run("SELECT 1; SELECT 2 FROM pg_sleep(0.1)").count == 1)
    do {
      try session.run("SELECT pg_sleep(60)")
      Issue.record("a silent server was waited for")
    } catch {
      #expect(error.lost && error.message == "no answer in 200 ms")
    }
    #expect(!session.isAlive && !session.rollBack())
  }

  @Test("with their server says so, and goes on when the server is back") func restart() async throws {
    let server = try PostgresServer.start()
    defer { server.end() }
    let schema = try TestSchema(on: server)
    let log = try await schema.open()
    let leadership = try await schema.leadership()
    #expect(try await leadership.tryAcquire(address: "here"))
    var end = try await log.append([[1]], expecting: .zero)
    try server.stop()
    guard case .unreachable = try await logError({ _ = try await log.append([[2]], expecting: end) }) else {
      Issue.record("appended to a server that is down")
      return
    }
    #expect(await !leadership.isHeld())
    try server.restart()
    end = try await log.append([[2]], expecting: end)
    #expect(try await log.everything() == [[1], [2]])
    #expect(await !leadership.isHeld())
    #expect(try await leadership.tryAcquire(address: "here"))
    #expect(await leadership.epoch() == 2)
  }
}
