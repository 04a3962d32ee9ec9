import MusterStore
import MusterTestKit
import Synchronization
import Testing

@Suite("A faulty log") struct FaultyLogTests {
  @Test("writes nothing of an append that fails before writing, and all of one that fails after")
  func beforeAndAfter() async throws {
    let log = FaultyLog(MemoryLog(), seed: 1, faults: LogFaults(failsBeforeWriting: 1))
    #expect(try await logError { try await log.append([[1], [2]], expecting: .zero) } != nil)
    #expect(try await log.end == .zero)
    log.faults = LogFaults(failsAfterWriting: 1)
    #expect(try await logError { try await log.append([[1], [2]], expecting: .zero) } != nil)
    #expect(try await log.end == LogPosition(2))
    #expect(log.faultCount == 2)
  }

  @Test("shows the same faults for the same seed, and others for another") func seeds() async throws {
    let faults = LogFaults(failsBeforeWriting: 0.2, failsAfterWriting: 0.2, failsReading: 0.3)
    #expect(try await course(5, faults) == course(5, faults))
    #expect(try await course(5, faults) != course(6, faults))
  }

  @Test("takes its time, by the clock it was given") func slow() async throws {
    let waited = Mutex(Duration.zero)
    let log = FaultyLog(MemoryLog(), seed: 1, faults: LogFaults(isSlow: 1, delay: .seconds(3))) { delay in
      waited.withLock { $0 += delay }
    }
    try await log.append([[1]], expecting: .zero)
    _ = try await log.read(from: .zero, limit: 1)
    #expect(waited.withLock(\.self) == .seconds(6))
  }

  @Test("can be written to by one who asks for the end after each fault") func survivable() async throws {
    let log = FaultyLog(
      MemoryLog(), seed: 9, faults: LogFaults(failsBeforeWriting: 0.3, failsAfterWriting: 0.3))
    for number in 0..<200 as Range<UInt8> {
      let before = try await log.end
      while try await log.end == before { _ = try? await log.append([[number]], expecting: before) }
    }
    #expect(try await log.everything().map(\.bytes) == (0..<200).map { [$0] })
    #expect(log.faultCount > 50)
  }

  private func course(_ seed: UInt64, _ faults: LogFaults) async throws -> [Bool] {
    let log = FaultyLog(MemoryLog(), seed: seed, faults: faults)
    var course: [Bool] = []
    for _ in 0..<100 {
      let end = try await log.end
      course.append(try await logError { try await log.append([[1]], expecting: end) } == nil)
      course.append(try await logError { _ = try await log.read(from: .zero, limit: 1) } == nil)
      course.append(try await log.end == end)
    }
    return course
  }
}
