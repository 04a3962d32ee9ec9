import MusterSQLite
import MusterStore
import MusterTestKit
import Synchronization
import Testing

@Suite("Group commit") struct GroupCommitTests {
  @Test("gives each producer the place of its records, in the order of asking") func places() async throws {
    let log = MemoryLog()
    let group = GroupCommit(log, expecting: .zero)
    #expect(try await group.append([[1], [2]]) == LogPosition(0)..<LogPosition(2))
    #expect(try await group.append([]) == LogPosition(2)..<LogPosition(2))
    #expect(try await group.append([[3]]) == LogPosition(2)..<LogPosition(3))
    #expect(try await log.everything().map(\.bytes) == [[1], [2], [3]])
    #expect(await group.end == LogPosition(3))
  }

  @Test("commits what came during a commit as one batch, in the order in which it came")
  func oneBatch() async throws {
    let log = GatedLog(MemoryLog())
    let group = GroupCommit(log, expecting: .zero)
    try await withThrowingTaskGroup(of: Range<LogPosition>.self) { tasks in
      tasks.addTask { try await group.append([[0]]) }
      await log.waitForCall(1)
      // One after the other: the order of asking is known.
      for number in 1...9 as ClosedRange<UInt8> {
        tasks.addTask { try await group.append([[number], [number]]) }
        await group.waitUntilQueued(Int(number))
      }
      log.open()
      var ranges = try await tasks.reduce(into: []) { $0.append($1) }
      ranges.sort { $0.lowerBound < $1.lowerBound }
      let expected =
        [LogPosition(0)..<LogPosition(1)] + (0..<9).map { LogPosition(1 + 2 * $0)..<LogPosition(3 + 2 * $0) }
      #expect(ranges == expected)
    }
    #expect(log.batchSizes == [1, 18])
    #expect(try await log.everything().map(\.bytes) == [[0]] + (1...9).flatMap { [[$0], [$0]] })
  }

  @Test("keeps a commit within its limits, and never splits a batch") func limits() async throws {
    let log = GatedLog(MemoryLog())
    let group = GroupCommit(log, expecting: .zero, limits: .init(recordsPerCommit: 5, bytesPerCommit: 100))
    let sizes = [1, 2, 2, 2, 9, 1]
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for (index, size) in sizes.enumerated() {
        tasks.addTask { _ = try await group.append(Array(repeating: [UInt8(index)], count: size)) }
        if index == 0 { await log.waitForCall(1) } else { await group.waitUntilQueued(index) }
      }
      tasks.addTask { _ = try await group.append([[UInt8](repeating: 6, count: 99)]) }
      await group.waitUntilQueued(6)
      log.open()
      try await tasks.waitForAll()
    }
    // 1; 2 + 2; 2; the 9 alone; 1 + the record of 99 bytes, for 100 in all.
    #expect(log.batchSizes == [1, 4, 2, 9, 2])
  }

  @Test("tells every producer of a batch that its commit failed", arguments: [true, false])
  func failure(stops: Bool) async throws {
    let log = GatedLog(FaultyLog(MemoryLog(), seed: 1, faults: LogFaults()))
    let group = GroupCommit(log, expecting: .zero, afterFailure: stops ? .stop : .continueIfNothingWritten)
    let failures = Collected<LogError>()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { _ = try await group.append([[0]]) }
      await log.waitForCall(1)
      for number in 1...5 as ClosedRange<UInt8> {
        tasks.addTask {
          if let error = try await logError({ _ = try await group.append([[number]]) }) {
            failures.add(error)
          }
        }
        await group.waitUntilQueued(Int(number))
      }
      log.failNext(after: 1)
      log.open()
      try await tasks.waitForAll()
    }
    #expect(
      failures.all
        == Array(repeating: .storage(file: "gated", operation: "append", found: "a fault"), count: 5))
    #expect(try await log.everything().map(\.bytes) == [[0]])
    let later = try await logError { _ = try await group.append([[6]]) }
    if stops {
      guard case .stopped = later else {
        Issue.record("\(later as Any)")
        return
      }
    } else {
      #expect(later == nil)
      #expect(try await log.everything().map(\.bytes) == [[0], [6]])
    }
  }

  @Test("stops where a failed commit was written after all") func writtenAfterAll() async throws {
    let log = FaultyLog(MemoryLog(), seed: 1, faults: LogFaults(failsAfterWriting: 1))
    let group = GroupCommit(log, expecting: .zero, afterFailure: .continueIfNothingWritten)
    #expect(try await logError { _ = try await group.append([[1]]) } != nil)
    log.faults = LogFaults()
    guard case .stopped = try await logError({ _ = try await group.append([[2]]) }) else {
      Issue.record("went on")
      return
    }
    #expect(try await log.everything().map(\.bytes) == [[1]])
  }

  @Test("stops when another writer has come between", arguments: [true, false])
  func fenced(stops: Bool) async throws {
    let log = MemoryLog()
    let group = GroupCommit(log, expecting: .zero, afterFailure: stops ? .stop : .continueIfNothingWritten)
    _ = try await group.append([[1]])
    try await log.append([[9]], expecting: LogPosition(1))
    #expect(
      try await logError { _ = try await group.append([[2]]) }
        == .positionConflict(expected: LogPosition(1), actual: LogPosition(2)))
    guard case .stopped = try await logError({ _ = try await group.append([[3]]) }) else {
      Issue.record("went on")
      return
    }
  }

  @Test("sends everyone away who was waiting when it stopped") func nobodyHangs() async throws {
    let log = GatedLog(MemoryLog())
    let group = GroupCommit(log, expecting: .zero, limits: .init(recordsPerCommit: 1))
    let refused = Collected<LogError>()
    log.failNext(after: 0)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for number in 0..<10 as Range<UInt8> {
        tasks.addTask {
          if let error = try await logError({ _ = try await group.append([[number]]) }) {
            refused.add(error)
          }
        }
        if number == 0 { await log.waitForCall(1) } else { await group.waitUntilQueued(Int(number)) }
      }
      log.open()
      try await tasks.waitForAll()
    }
    #expect(refused.all.count == 10)
    #expect(refused.all.filter { if case .stopped = $0 { true } else { false } }.count == 9)
  }

  @Test("of many producers on SQLite: whole batches, each producer's in its order")
  func manyProducers() async throws {
    let directory = try TemporaryDirectory()
    let log = GatedLog(try await SQLiteLog.open(path: directory.file("a.log"), mode: .create))
    let group = GroupCommit(log, expecting: .zero)
    let (producers, turns) = (32, 25)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for producer in 0..<producers {
        tasks.addTask {
          for turn in 0..<turns {
            let batch = (0..<3).map { [UInt8(producer), UInt8(turn), $0] as [UInt8] }
            let range = try await group.append(batch)
            let written = try await log.read(from: range.lowerBound, limit: 3)
            guard written.map(\.bytes) == batch else {
              throw LogError.stopped(reason: "wrong place \(range)")
            }
          }
        }
      }
      // One is at the gate; the others come together, however fast the disk is.
      await group.waitUntilQueued(producers - 1)
      log.open()
      try await tasks.waitForAll()
    }
    let records = try await log.everything().map(\.bytes)
    #expect(records.count == producers * turns * 3)
    for producer in 0..<producers {
      let own = records.filter { $0[0] == producer }
      #expect(own == (0..<turns).flatMap { turn in (0..<3).map { [UInt8(producer), UInt8(turn), $0] } })
    }
    #expect(log.batchSizes.count < producers * turns, "commits were shared")
  }
}

extension GroupCommit {
  /// Waits until so many producers wait for their turn.
  fileprivate func waitUntilQueued(_ count: Int) async {
    while waitingCount < count { await Task.yield() }
  }
}

/// A log whose appends wait until it is opened, and that counts them.
private final class GatedLog: Log {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var batchSizes: [Int] = []
    var calls = 0
    var failAt: Int?
  }

  private let log: any Log
  private let state = Mutex(State())

  init(_ log: any Log) { self.log = log }

  /// The sizes of the batches that were written.
  var batchSizes: [Int] { state.withLock(\.batchSizes) }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Fails the append that comes after so many.
  func failNext(after calls: Int) { state.withLock { $0.failAt = calls } }

  func waitForCall(_ number: Int) async {
    while state.withLock(\.calls) < number { await Task.yield() }
  }

  func append(_ records: [[UInt8]], expecting position: LogPosition) async throws(LogError) -> LogPosition {
    let call = state.withLock { state in
      defer { state.calls += 1 }
      return state.calls
    }
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
    if state.withLock({ $0.failAt == call }) {
      throw .storage(file: "gated", operation: "append", found: "a fault")
    }
    let end = try await log.append(records, expecting: position)
    state.withLock { $0.batchSizes.append(records.count) }
    return end
  }

  var first: LogPosition { get async throws(LogError) { try await log.first } }
  var end: LogPosition { get async throws(LogError) { try await log.end } }

  func read(from position: LogPosition, limit: Int) async throws(LogError) -> [LogRecord] {
    try await log.read(from: position, limit: limit)
  }

  func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) async throws(LogError) {
    try await log.saveSnapshot(bytes, at: position)
  }

  func latestSnapshot() async throws(LogError) -> LogSnapshot? { try await log.latestSnapshot() }

  func dropRecords(before position: LogPosition) async throws(LogError) {
    try await log.dropRecords(before: position)
  }
}
