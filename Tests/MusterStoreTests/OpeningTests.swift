import Foundation
import GRDB
import MusterSQLite
import MusterStore
import Testing

@Suite("Opening a SQLite log") struct OpeningTests {
  let directory: TemporaryDirectory
  var path: String { directory.file("a.log") }

  init() throws { directory = try TemporaryDirectory() }

  @Test("without a file fails, and leaves none", arguments: [LogMode.readOnly, .readWrite])
  func missing(mode: LogMode) async throws {
    #expect(
      try await logError { _ = try await SQLiteLog.open(path: path, mode: mode) } == .notFound(file: path))
    #expect(try directory.names() == [])
  }

  @Test("in a directory that is not there fails") func missingDirectory() async throws {
    let error = try await logError { _ = try await SQLiteLog.open(path: path + "/no/b.log", mode: .create) }
    guard case .storage = error else {
      Issue.record("\(error as Any)")
      return
    }
  }

  @Test("on something else fails, and changes nothing", arguments: [LogMode.readOnly, .readWrite, .create])
  func foreign(mode: LogMode) async throws {
    let texts = ["", "x", "not a database", String(repeating: "a text of some length. ", count: 1000)]
    for text in texts {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let error = try await logError { _ = try await SQLiteLog.open(path: path, mode: mode) }
      guard case .notALog(path, _) = error else {
        Issue.record("\(error as Any)")
        continue
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
    }
  }

  @Test(
    "on another program's database fails, and changes nothing",
    arguments: [LogMode.readOnly, .readWrite, .create])
  func otherDatabase(mode: LogMode) async throws {
    try edit { try $0.execute(sql: "CREATE TABLE record (position INTEGER PRIMARY KEY, bytes BLOB)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = try await logError { _ = try await SQLiteLog.open(path: path, mode: mode) }
    guard case .notALog(path, _) = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("of a later version fails", arguments: [LogMode.readOnly, .readWrite, .create])
  func newer(mode: LogMode) async throws {
    try await SQLiteLog.open(path: path, mode: .create).close()
    try edit { try $0.execute(sql: "UPDATE format SET version = 2") }
    #expect(
      try await logError { _ = try await SQLiteLog.open(path: path, mode: mode) }
        == .newerVersion(file: path, found: 2, supported: 1))
  }

  @Test("to create finds the log that is there") func createTwice() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    try await log.append([[1]], expecting: .zero)
    try log.close()
    #expect(try await SQLiteLog.open(path: path, mode: .create).end == LogPosition(1))
    #expect(try directory.names() == ["a.log", "a.log.lock"])
  }

  @Test("by a name with odd characters, by a link, by a relative path") func names() async throws {
    let odd = directory.file("a b?c#d%e.log")
    let log = try await SQLiteLog.open(path: odd, mode: .create)
    try await log.append([[1]], expecting: .zero)
    try log.close()
    let link = directory.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: odd)
    let linked = try await SQLiteLog.open(path: link, mode: .readOnly)
    #expect(linked.file == odd)
    #expect(try await linked.end == LogPosition(1))
  }

  @Test("to read changes nothing and refuses to write") func readOnly() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    try await log.append([[1], [2]], expecting: .zero)
    try await log.saveSnapshot([7], at: LogPosition(1))
    // As a crash leaves it: with a write-ahead log.
    let copy = try directory.copy()
    let before = try copy.contents()
    #expect(before.keys.contains("a.log-wal"))

    let reader = try await SQLiteLog.open(path: copy.file("a.log"), mode: .readOnly)
    #expect(reader.recovery == nil)
    #expect(try await reader.everything().map(\.bytes) == [[1], [2]])
    #expect(try await reader.latestSnapshot() == LogSnapshot(position: LogPosition(1), bytes: [7]))
    let refusal = LogError.readOnly(file: copy.file("a.log"))
    #expect(try await logError { try await reader.append([[3]], expecting: LogPosition(2)) } == refusal)
    #expect(try await logError { try await reader.saveSnapshot([3], at: .zero) } == refusal)
    #expect(try await logError { try await reader.dropRecords(before: LogPosition(1)) } == refusal)
    try reader.close()
    #expect(try copy.contents() == before)
  }

  @Test("to read where SQLite cannot make its scratch files") func noScratch() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    try await log.append([[1]], expecting: .zero)
    try log.close()
    // Stands in for a directory without the right to write, which root would have all the same.
    try FileManager.default.createDirectory(atPath: path + "-shm", withIntermediateDirectories: false)
    let reader = try await SQLiteLog.open(path: path, mode: .readOnly)
    #expect(try await reader.everything().map(\.bytes) == [[1]])
  }

  @Test("to read beside the writer sees what it commits") func readBeside() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    let reader = try await SQLiteLog.open(path: path, mode: .readOnly)
    for turn in 0..<20 as Range<UInt8> {
      try await log.append([[turn]], expecting: LogPosition(UInt64(turn)))
      #expect(try await reader.read(from: LogPosition(UInt64(turn)), limit: 9).map(\.bytes) == [[turn]])
    }
  }

  @Test("twice to write: both are fenced by what either commits") func twoWriters() async throws {
    let one = try await SQLiteLog.open(path: path, mode: .create)
    let two = try await SQLiteLog.open(path: path, mode: .readWrite)
    try await one.append([[1]], expecting: .zero)
    #expect(
      try await logError { try await two.append([[2]], expecting: .zero) }
        == .positionConflict(expected: .zero, actual: LogPosition(1)))
    try await two.append([[2]], expecting: LogPosition(1))
    #expect(try await one.everything().map(\.bytes) == [[1], [2]])
  }

  @Test("twice to write: of many that race, one wins each position") func race() async throws {
    let logs = [
      try await SQLiteLog.open(path: path, mode: .create, durability: .normal),
      try await SQLiteLog.open(path: path, mode: .readWrite, durability: .normal),
      try await SQLiteLog.open(path: path, mode: .readWrite, durability: .normal),
    ]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, log) in logs.enumerated() {
        group.addTask {
          for turn in 0..<50 {
            let batch = (0..<3).map { [UInt8(number), UInt8(turn), $0] as [UInt8] }
            while true {
              let end = try await log.end
              let error = try await logError { try await log.append(batch, expecting: end) }
              if error == nil { break }
              guard case .positionConflict(end, _) = error else { throw error ?? .notFound(file: "") }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let records = try await logs[0].everything().map(\.bytes)
    #expect(records.count == 450)
    for start in stride(from: 0, to: 450, by: 3) {
      let batch = records[start..<start + 3].map { $0.dropLast() }
      #expect(batch.allSatisfy { $0 == batch.first })
    }
    for number in 0..<3 {
      #expect(records.filter { $0[0] == number && $0[2] == 0 }.map { $0[1] } == Array(0..<50))
    }
  }

  @Test("gives the durability that was asked for, by SQLite's own word", arguments: Durability.allCases)
  func durability(asked: Durability) async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create, durability: asked)
    #expect(try await log.durabilityInForce() == asked)
    try await log.append([[1]], expecting: .zero)
    #expect(try await log.durabilityInForce() == asked)
  }

  @Test("syncs each commit unless told otherwise") func durabilityByDefault() async throws {
    #expect(try await SQLiteLog.open(path: path, mode: .create).durabilityInForce() == .full)
  }

  @Test("fails where a setting is refused") func refusedSetting() throws {
    // A database in memory has no write-ahead log.
    let queue = try DatabaseQueue()
    #expect(
      throws: LogError.settingRefused(file: "x", setting: "journal_mode", asked: "wal", found: "memory")
    ) {
      try queue.inDatabase { db in try Connection.configure(db, .full, file: "x") }
    }
  }

  @Test("and closing it: what is asked afterwards fails, and does not crash") func closed() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    try await log.append([[1]], expecting: .zero)
    try log.close()
    try log.close()
    for attempt in 0..<4 {
      let error = try await logError {
        switch attempt {
        case 0: _ = try await log.end
        case 1: try await log.append([[1]], expecting: LogPosition(1))
        case 2: _ = try await log.read(from: .zero, limit: 1)
        default: _ = try await log.latestSnapshot()
        }
      }
      guard case .storage = error else {
        Issue.record("\(error as Any)")
        continue
      }
    }
  }

  @Test("and appending from a task that is cancelled: the append is done") func cancelled() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await log.append([[1]], expecting: .zero)
    }
    #expect(try await task.value == LogPosition(1))
    #expect(try await log.end == LogPosition(1))
  }

  private func edit(_ body: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase(body)
    try queue.close()
  }
}
