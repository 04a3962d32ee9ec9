import Foundation
import MusterSQLite
import MusterStore
import Testing

/// A log of many shapes of record, as it was written and as it lies on the disk.
struct DamageFixture: Sendable {
  let directory: TemporaryDirectory
  let records: [LogRecord]
  let snapshots: [LogPosition: [UInt8]]
  let first: LogPosition
  let lastBatch: Int

  var end: LogPosition { LogPosition(UInt64(records.count)) }

  /// How the writer left the file.
  enum State: CaseIterable {
    /// Closed: everything is in one file.
    case closed

    /// Killed early: everything but the schema is in the write-ahead log.
    case killedEarly

    /// Killed late: some is in the file and some in the write-ahead log, which has been reused.
    case killedLate

    /// Closed after old records were dropped: the file has free pages.
    case dropped
  }

  static let name = "a.log"

  init(_ state: State, seed: UInt64) async throws {
    var random = SeededRandom(seed)
    let live = try TemporaryDirectory()
    let log = try await SQLiteLog.open(path: live.file(Self.name), mode: .create, durability: .normal)
    var records: [LogRecord] = []
    var snapshots: [LogPosition: [UInt8]] = [:]
    var first = LogPosition.zero
    var lastBatch = 0
    let batches = state == .killedEarly ? 120 : 400
    for number in 1...batches {
      let batch = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        let size =
          Int.random(in: 0..<50, using: &random) == 0 ? 9_000 : Int.random(in: 0..<300, using: &random)
        return random.bytes(size)
      }
      let start = LogPosition(UInt64(records.count))
      let end = try await log.append(batch, expecting: start)
      records += batch.enumerated().map { LogRecord(position: start.advanced(by: $0), bytes: $1) }
      lastBatch = batch.count
      if number % (batches / 5) == 0, number < batches {
        snapshots[end] = random.bytes(6_000)
        try await log.saveSnapshot(snapshots[end] ?? [], at: end)
        if state == .dropped, number == batches * 3 / 5 {
          try await log.dropRecords(before: end)
          first = end
        }
      }
    }
    switch state {
    case .closed, .dropped:
      try log.close()
      directory = live
    case .killedEarly, .killedLate:
      directory = try live.copy()
      try log.close()
    }
    self.records = records
    self.snapshots = snapshots
    self.first = first
    self.lastBatch = lastBatch
  }

  /// A copy of the files to do damage to.
  func victim() throws -> Victim { Victim(directory: try directory.copy()) }
}

/// A copy of a log's files.
struct Victim {
  let directory: TemporaryDirectory
  var path: String { directory.file(DamageFixture.name) }

  /// Alters the bytes of the main file, or of another.
  func damage(_ suffix: String = "", _ body: (inout [UInt8]) -> Void) throws {
    let url = URL(fileURLWithPath: path + suffix)
    var bytes = [UInt8](try Data(contentsOf: url))
    body(&bytes)
    try Data(bytes).write(to: url)
  }
}

/// What became of a damaged log.
enum Outcome: Hashable {
  /// Opened, and nothing was found wrong.
  case unnoticed(lost: Int)

  /// Opened with a report.
  case recovered(lost: Int)

  /// Refused with a typed error that names the file.
  case refused

  /// How many of the original's records are not in the log any more; nil if it does not open.
  var lost: Int? {
    switch self {
    case .unnoticed(let lost), .recovered(let lost): lost
    case .refused: nil
    }
  }
}

extension DamageFixture {
  /// Opens a damaged copy for reading and then for writing, goes on with it, and proves that nothing was made up.
  func examine(_ victim: Victim, _ what: Comment) async throws -> Outcome {
    let before = try victim.directory.contents()
    let read = try await open(victim, .readOnly, what)
    var sawWhenRead: Range<LogPosition>?
    if let read { sawWhenRead = try await verify(read, what) }
    try read?.close()
    #expect(try victim.directory.contents() == before, what)

    guard let log = try await open(victim, .readWrite, what) else {
      #expect(read == nil, what)
      let withLock = before.merging([Self.name + ".lock": Data()]) { one, _ in one }
      #expect(try victim.directory.contents() == withLock, what)
      return .refused
    }
    let kept = try await verify(log, what)
    #expect(sawWhenRead == kept, what)
    if let recovery = log.recovery {
      #expect(recovery.kept == kept, what)
      let copy = try #require(recovery.damagedCopy, what)
      #expect(copy == victim.path + ".damaged-1", what)
      #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == before[Self.name], what)
      let wal = try? Data(contentsOf: URL(fileURLWithPath: copy + "-wal"))
      #expect(
        wal?.isEmpty != false ? before[Self.name + "-wal"] == nil : wal == before[Self.name + "-wal"], what)
      if let cut = recovery.recordsCut {
        #expect(cut == end.recordsBefore - first.recordsBefore - kept.recordCount, what)
      }
    }
    let lost = Int((end.recordsBefore - first.recordsBefore) - kept.recordCount)
    let outcome = log.recovery == nil ? Outcome.unnoticed(lost: lost) : .recovered(lost: lost)
    try await goOn(log, victim, kept, what)
    return outcome
  }

  private func open(_ victim: Victim, _ mode: LogMode, _ what: Comment) async throws -> SQLiteLog? {
    do {
      return try await SQLiteLog.open(path: victim.path, mode: mode, durability: .normal)
    } catch LogError.unreadable(victim.path, _), LogError.notALog(victim.path, _),
      LogError.newerVersion(victim.path, _, _)
    {
      return nil
    } catch {
      Issue.record("\(mode) \(error) \(what)")
      return nil
    }
  }

  /// Everything that the log holds must be as it was written. Returns the span.
  private func verify(_ log: SQLiteLog, _ what: Comment) async throws -> Range<LogPosition> {
    let kept = try await log.first..<log.end
    #expect(first <= kept.lowerBound && kept.upperBound <= end, what)
    let expected = records[Int(kept.lowerBound.recordsBefore)..<Int(kept.upperBound.recordsBefore)]
    #expect(try await log.everything() == Array(expected), what)
    do {
      if let snapshot = try await log.latestSnapshot() {
        #expect(snapshots[snapshot.position] == snapshot.bytes, what)
        #expect(kept.lowerBound <= snapshot.position && snapshot.position <= kept.upperBound, what)
      }
    } catch LogError.noUsableSnapshot {
      #expect(kept.lowerBound > .zero, what)
    }
    return kept
  }

  /// Appends to a recovered log, and opens it once more.
  private func goOn(
    _ log: SQLiteLog, _ victim: Victim, _ kept: Range<LogPosition>, _ what: Comment
  ) async throws {
    try await log.append([[1], [2], [3]], expecting: kept.upperBound)
    try log.close()
    let again = try await SQLiteLog.open(path: victim.path, mode: .readWrite, durability: .normal)
    #expect(again.recovery == nil, what)
    #expect(try await again.first == kept.lowerBound, what)
    #expect(try await again.everything().suffix(3).map(\.bytes) == [[1], [2], [3]], what)
    try again.close()
  }
}
