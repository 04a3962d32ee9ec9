import MusterSQLite
import MusterStore
import MusterTestKit
import Testing

@Suite("Every log") struct ConformanceTests {
  @Test("in memory", arguments: LogConformance.checks) func memory(check: LogCheck) async throws {
    try await check.run { MemoryLog() }
  }

  @Test("in SQLite, syncing each commit", arguments: LogConformance.checks)
  func sqliteFull(check: LogCheck) async throws { try await sqlite(check, .full) }

  @Test("in SQLite, not syncing", arguments: LogConformance.checks)
  func sqliteNormal(check: LogCheck) async throws { try await sqlite(check, .normal) }

  @Test("that is faulty, between faults", arguments: LogConformance.checks)
  func faulty(check: LogCheck) async throws {
    try await check.run { FaultyLog(MemoryLog(), seed: 1, faults: LogFaults()) }
  }

  @Test("the whole suite at once") func whole() async throws {
    try await LogConformance.check { MemoryLog() }
  }

  private func sqlite(_ check: LogCheck, _ durability: Durability) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("test.log")
    try await check.run {
      try await SQLiteLog.open(path: path, mode: .create, durability: durability)
    } reopen: { log in
      let log = try #require(log as? SQLiteLog)
      try log.close()
      let reopened = try await SQLiteLog.open(path: path, mode: .readWrite, durability: durability)
      #expect(reopened.recovery == nil)
      return reopened
    }
  }
}

/// The suite must be able to fail: logs that break one promise each.
@Suite("The conformance suite catches a log that") struct ConformanceCatchesTests {
  @Test("does not fence") func unfenced() async throws {
    try await expectCaught {
      BrokenLog { log, batch, _ throws(LogError) in try await log.append(batch, expecting: await log.end) }
    }
  }

  @Test("loses empty records") func losesEmpty() async throws {
    try await expectCaught {
      BrokenLog { log, batch, position throws(LogError) in
        try await log.append(batch.filter { !$0.isEmpty }, expecting: position)
      }
    }
  }

  @Test("splits a batch") func splits() async throws {
    try await expectCaught {
      BrokenLog { log, batch, position throws(LogError) in
        var end = try await log.append([], expecting: position)
        for record in batch {
          end = try await log.append([record], expecting: end)
          await Task.yield()
        }
        return end
      }
    }
  }

  private func expectCaught(_ make: @escaping LogConformance.Make) async throws {
    await #expect(throws: LogCheckFailure.self) { try await LogConformance.check(make: make) }
  }
}

/// A log with its own idea of appending.
private struct BrokenLog: Log {
  let log = MemoryLog()
  let appending: @Sendable (MemoryLog, [[UInt8]], LogPosition) async throws(LogError) -> LogPosition

  init(
    _ appending: @escaping @Sendable (MemoryLog, [[UInt8]], LogPosition) async throws(LogError) -> LogPosition
  ) { self.appending = appending }

  var first: LogPosition { get async { await log.first } }
  var end: LogPosition { get async { await log.end } }

  func append(_ records: [[UInt8]], expecting position: LogPosition) async throws(LogError) -> LogPosition {
    try await appending(log, records, position)
  }

  func read(from position: LogPosition, limit: Int) async throws(LogError) -> [LogRecord] {
    try await log.read(from: position, limit: limit)
  }

  func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) async throws(LogError) {
    try await log.saveSnapshot(bytes, at: position)
  }

  func latestSnapshot() async -> LogSnapshot? { await log.latestSnapshot() }

  func dropRecords(before position: LogPosition) async throws(LogError) {
    try await log.dropRecords(before: position)
  }
}
