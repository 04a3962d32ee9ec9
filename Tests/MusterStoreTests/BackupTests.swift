import Foundation
import MusterSQLite
import MusterStore
import Testing

@Suite("Backing up a SQLite log") struct BackupTests {
  let directory: TemporaryDirectory
  var path: String { directory.file("a.log") }
  var copy: String { directory.file("b.log") }

  init() throws { directory = try TemporaryDirectory() }

  private func records(_ path: String) async throws -> [[UInt8]] {
    let log = try await SQLiteLog.open(path: path, mode: .readOnly)
    defer { try? log.close() }
    return try await log.read(from: .zero, limit: 1000).map(\.bytes)
  }

  @Test("copies what is durable while the log is being written, in one file")
  func live() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    var end = try await log.append([[1], [2, 2]], expecting: .zero)
    let backup = try await SQLiteLog.backup(path, to: copy)
    end = try await log.append([[3]], expecting: end)
    #expect(backup.positions == .zero..<LogPosition(2))
    #expect(try await records(copy) == [[1], [2, 2]])
    #expect(try await records(path) == [[1], [2, 2], [3]])
    #expect(try directory.names().filter { $0.hasPrefix("b") } == ["b.log"])
    try log.close()
    // The copy is a log that can be continued.
    let continued = try await SQLiteLog.open(path: copy, mode: .readWrite)
    try await continued.append([[9]], expecting: LogPosition(2))
    try continued.close()
  }

  @Test("never writes over a file, and leaves nothing where there is no log")
  func refused() async throws {
    try Data("mine".utf8).write(to: URL(fileURLWithPath: copy))
    let log = try await SQLiteLog.open(path: path, mode: .create)
    try log.close()
    guard case .storage = try await logError({ _ = try await SQLiteLog.backup(path, to: copy) }) else {
      Issue.record("expected a refusal")
      return
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data("mine".utf8))
    let none = directory.file("none.log")
    let missing = try await logError { _ = try await SQLiteLog.backup(none, to: directory.file("c.log")) }
    #expect(missing == .notFound(file: none))
    #expect(try directory.names() == ["a.log", "a.log.lock", "b.log"])
  }

  @Test("refuses a damaged log")
  func damaged() async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    var end = LogPosition.zero
    for value in 0..<UInt8(200) {
      end = try await log.append([[UInt8](repeating: value, count: 300)], expecting: end)
    }
    try log.close()
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    let record = try #require(data.range(of: Data(repeating: 100, count: 300)))
    data[record.lowerBound + 150] ^= 0xff
    try data.write(to: URL(fileURLWithPath: path))
    let refusal = try await logError { _ = try await SQLiteLog.backup(path, to: copy) }
    guard case .damaged = refusal else {
      Issue.record("found \(String(describing: refusal)), expected that it is damaged")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: copy))
  }
}
