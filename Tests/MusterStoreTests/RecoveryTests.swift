import Foundation
import GRDB
import MusterSQLite
import MusterStore
import Testing

/// Damage done by hand, with what must be kept of it known beforehand.
@Suite("Recovery of a SQLite log") struct RecoveryTests {
  let directory: TemporaryDirectory
  var path: String { directory.file("a.log") }

  init() throws { directory = try TemporaryDirectory() }

  /// Ten batches of three records, 0 to 29; snapshots where asked.
  private func makeLog(snapshots: [UInt64] = []) async throws {
    let log = try await SQLiteLog.open(path: path, mode: .create)
    for batch in 0..<10 as Range<UInt8> {
      try await log.append(
        (0..<3).map { [batch * 3 + $0] }, expecting: LogPosition(UInt64(batch) * 3))
    }
    for position in snapshots { try await log.saveSnapshot([UInt8(position)], at: LogPosition(position)) }
    try log.close()
  }

  private func edit(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Opens the log, expects a report, and that exactly these records are left, for reading and for writing.
  private func expectKept(_ kept: Range<UInt64>, cut: UInt64?, _ reason: String) async throws {
    let range = LogPosition(kept.lowerBound)..<LogPosition(kept.upperBound)
    for mode in [LogMode.readOnly, .readWrite] {
      let log = try await SQLiteLog.open(path: path, mode: mode)
      let recovery = try #require(log.recovery, "\(reason)")
      #expect(recovery.kept == range)
      #expect(recovery.recordsCut == cut)
      #expect(recovery.reason.contains(reason), "\(recovery.reason)")
      #expect(recovery.damagedCopy == (mode == .readOnly ? nil : path + ".damaged-1"))
      #expect(try await log.first..<log.end == range)
      #expect(try await log.everything().map(\.bytes) == kept.map { [UInt8($0)] })
      try log.close()
    }
    #expect(try await SQLiteLog.open(path: path, mode: .readWrite).recovery == nil)
  }

  @Test("cuts a record that was altered, with its batch and all after it") func altered() async throws {
    try await makeLog()
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 16")
    try await expectKept(0..<15, cut: 15, "wrong checksum at position 16")
  }

  @Test("cuts at a record that is missing") func missing() async throws {
    try await makeLog()
    try edit("DELETE FROM record WHERE position = 15")
    try await expectKept(0..<15, cut: 15, "no record at position 15")
  }

  @Test("cuts at records that changed places") func swapped() async throws {
    try await makeLog()
    try edit(
      """
      UPDATE record SET position = 100 WHERE position = 12;
      UPDATE record SET position = 12 WHERE position = 13;
      UPDATE record SET position = 13 WHERE position = 100;
      """)
    try await expectKept(0..<12, cut: 18, "wrong checksum at position 12")
  }

  @Test("cuts at a record of another type than the schema's") func malformed() async throws {
    try await makeLog()
    try edit(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = 'record';
      """)
    try edit(
      "UPDATE record SET bytes = 'text' WHERE position = 20; UPDATE record SET checksum = 'x' WHERE position = 19"
    )
    try await expectKept(0..<18, cut: 12, "malformed record at position 19")
  }

  @Test("notices that the newest records are missing, though the rest is whole") func tailLost() async throws
  {
    try await makeLog()
    try edit("DELETE FROM record WHERE position >= 27")
    try await expectKept(0..<27, cut: 3, "records 0..<27 where 0..<30 were written")
  }

  @Test("keeps whole batches only") func half() async throws {
    try await makeLog()
    try edit("DELETE FROM record WHERE position >= 28")
    try await expectKept(0..<27, cut: 3, "unfinished batch after position 27")
  }

  @Test("goes by the chain where the mark of the end is damaged") func endMark() async throws {
    try await makeLog()
    try edit("UPDATE edge SET position = 12 WHERE which = 1")
    try await expectKept(0..<30, cut: nil, "damaged mark of the log's end")
  }

  @Test("goes by the chain where the mark of the first record is damaged") func firstMark() async throws {
    try await makeLog()
    try edit("DELETE FROM edge WHERE which = 0")
    try await expectKept(0..<30, cut: nil, "damaged mark of the log's first record")
  }

  @Test("does not take the records of another log") func transplanted() async throws {
    try await makeLog()
    let other = directory.file("b.log")
    let log = try await SQLiteLog.open(path: other, mode: .create)
    for batch in 0..<10 as Range<UInt8> {
      try await log.append((0..<3).map { [batch * 3 + $0 + 100] }, expecting: LogPosition(UInt64(batch) * 3))
    }
    try log.close()
    try edit(
      "ATTACH '\(other)' AS other; DELETE FROM record WHERE position >= 21; "
        + "INSERT INTO record SELECT * FROM other.record WHERE position >= 21")
    try await expectKept(0..<21, cut: 9, "wrong checksum at position 21")
  }

  @Test("goes on from a whole snapshot beyond the damage") func snapshotBeyond() async throws {
    try await makeLog(snapshots: [6, 18, 24])
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 7")
    // From 18 rather than from 24: the longer history.
    try await expectKept(18..<30, cut: 18, "wrong checksum at position 7")
    let log = try await SQLiteLog.open(path: path, mode: .readWrite)
    #expect(try await log.latestSnapshot() == LogSnapshot(position: LogPosition(24), bytes: [24]))
  }

  @Test("keeps a snapshot alone, if that is what is left") func snapshotOnly() async throws {
    try await makeLog(snapshots: [30])
    try edit("DELETE FROM record")
    try await expectKept(30..<30, cut: 30, "records 30..<30 where 0..<30 were written")
    let log = try await SQLiteLog.open(path: path, mode: .readWrite)
    #expect(try await log.latestSnapshot() == LogSnapshot(position: LogPosition(30), bytes: [30]))
    #expect(try await log.append([[9]], expecting: LogPosition(30)) == LogPosition(31))
  }

  @Test("of damaged snapshots falls back to the last whole one") func snapshotFallback() async throws {
    try await makeLog(snapshots: [6, 12, 18])
    try edit(
      "UPDATE snapshot SET bytes = x'ff' WHERE position = 18; UPDATE snapshot SET chain = 1 WHERE position = 12"
    )
    for mode in [LogMode.readOnly, .readWrite] {
      let log = try await SQLiteLog.open(path: path, mode: mode)
      #expect(log.recovery?.recordsCut == 0)
      #expect(log.recovery?.reason == "a damaged snapshot at position 18; a damaged snapshot at position 12")
      #expect(try await log.latestSnapshot() == LogSnapshot(position: LogPosition(6), bytes: [6]))
      #expect(try await log.everything().count == 30)
      try log.close()
    }
  }

  @Test("of a snapshot damaged while the log is open falls back as well") func snapshotFallbackOpen()
    async throws
  {
    try await makeLog(snapshots: [6, 12, 18])
    let log = try await SQLiteLog.open(path: path, mode: .readWrite)
    try edit("UPDATE snapshot SET bytes = x'ff' WHERE position = 18")
    #expect(try await log.latestSnapshot()?.position == LogPosition(12))
    #expect(
      try await logError { try await log.dropRecords(before: LogPosition(15)) }
        == .dropBeyondSnapshot(asked: LogPosition(15), newest: LogPosition(12)))
  }

  @Test("says so when no snapshot covers the dropped records any more") func noSnapshot() async throws {
    try await makeLog(snapshots: [12])
    let log = try await SQLiteLog.open(path: path, mode: .readWrite)
    try await log.dropRecords(before: LogPosition(10))
    try log.close()
    try edit("UPDATE snapshot SET bytes = x'ff'")
    try await expectKept(10..<30, cut: 0, "damaged snapshot at position 12")
    let again = try await SQLiteLog.open(path: path, mode: .readWrite)
    #expect(
      try await logError { _ = try await again.latestSnapshot() } == .noUsableSnapshot(first: LogPosition(10))
    )
  }

  @Test("refuses to make an empty log of a full one") func nothingLeft() async throws {
    try await makeLog()
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 0")
    let before = try directory.contents()
    for mode in [LogMode.readOnly, .readWrite, .create] {
      guard
        case .unreadable(path, _) = try await logError({
          _ = try await SQLiteLog.open(path: path, mode: mode)
        })
      else {
        Issue.record("opened as \(mode)")
        continue
      }
    }
    #expect(try directory.contents() == before)
  }

  @Test("numbers the damaged originals") func numbering() async throws {
    try await makeLog()
    for (number, position) in [(1, 25), (2, 20), (3, 10)] {
      try edit("UPDATE record SET bytes = x'ff' WHERE position = \(position)")
      let damaged = try Data(contentsOf: URL(fileURLWithPath: path))
      let log = try await SQLiteLog.open(path: path, mode: .readWrite)
      #expect(log.recovery?.damagedCopy == "\(path).damaged-\(number)")
      try log.close()
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path).damaged-\(number)")) == damaged)
    }
    let copy = try await SQLiteLog.open(path: path + ".damaged-1", mode: .readOnly)
    #expect(try await copy.end == LogPosition(24))
  }

  @Test("waits until it has the file to itself, and the other writer learns of the damage")
  func openElsewhere()
    async throws
  {
    try await makeLog()
    let other = try await SQLiteLog.open(path: path, mode: .readWrite)
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 16")
    let before = try directory.contents()
    guard
      case .openElsewhere(path, _) = try await logError({
        _ = try await SQLiteLog.open(path: path, mode: .readWrite)
      })
    else {
      Issue.record("recovered under another writer")
      return
    }
    guard case .damaged(path, _) = try await logError({ _ = try await other.read(from: .zero, limit: 100) })
    else {
      Issue.record("read a damaged record")
      return
    }
    #expect(try await other.read(from: .zero, limit: 16).count == 16)
    #expect(try directory.contents() == before)
    try other.close()
    #expect(try await SQLiteLog.open(path: path, mode: .readWrite).recovery?.recordsKept == 15)
  }

  @Test("that a crash interrupted on its last step is finished, and reported") func interrupted() async throws
  {
    try await makeLog()
    let killed = try TemporaryDirectory()
    // The damaged original, with a write-ahead log of its own that must not be laid over the recovered file.
    let live = try await SQLiteLog.open(path: path, mode: .readWrite)
    try await live.append([[30]], expecting: LogPosition(30))
    let names = ["a.log", "a.log-wal"]
    for name in names {
      try FileManager.default.copyItem(atPath: directory.file(name), toPath: killed.file(name))
    }
    try live.close()
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 16")
    let recovered = try await SQLiteLog.open(path: path, mode: .readWrite)
    let recovery = try #require(recovered.recovery)
    try recovered.close()
    try FileManager.default.copyItem(atPath: path, toPath: killed.file("a.log.recovered"))

    let before = try killed.contents()
    let reader = try await SQLiteLog.open(path: killed.file("a.log"), mode: .readOnly)
    #expect(try await reader.everything().map(\.bytes) == (0..<15).map { [$0] })
    try reader.close()
    #expect(try killed.contents() == before)

    let log = try await SQLiteLog.open(path: killed.file("a.log"), mode: .readWrite)
    #expect(log.recovery?.reason == recovery.reason)
    #expect(log.recovery?.kept == recovery.kept)
    #expect(log.recovery?.recordsCut == recovery.recordsCut)
    #expect(try await log.everything().map(\.bytes) == (0..<15).map { [$0] })
    try await log.append([[77]], expecting: LogPosition(15))
    try log.close()
    #expect(try killed.names() == ["a.log", "a.log.lock"])
    #expect(try await SQLiteLog.open(path: killed.file("a.log"), mode: .readWrite).recovery == nil)
  }

  @Test("that a crash interrupted earlier begins again") func interruptedEarly() async throws {
    try await makeLog()
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 16")
    for name in ["recovering", "creating"] {
      try Data("half a file".utf8).write(to: URL(fileURLWithPath: "\(path).\(name)"))
    }
    try await expectKept(0..<15, cut: 15, "wrong checksum")
    #expect(try directory.names() == ["a.log", "a.log.creating", "a.log.damaged-1", "a.log.lock"])
  }

  @Test("finds damage done while the log was open, at the next read") func readVerifies() async throws {
    try await makeLog()
    let log = try await SQLiteLog.open(path: path, mode: .readWrite)
    try edit("UPDATE record SET bytes = x'ff' WHERE position = 16; DELETE FROM record WHERE position = 20")
    for start in [0, 15, 16, 18, 20] as [UInt64] {
      guard
        case .damaged = try await logError({ _ = try await log.read(from: LogPosition(start), limit: 30) })
      else {
        Issue.record("no error from \(start)")
        continue
      }
    }
    #expect(try await log.read(from: LogPosition(17), limit: 3).count == 3)
  }
}
