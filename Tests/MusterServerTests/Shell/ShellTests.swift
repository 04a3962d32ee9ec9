import Logging
import MusterCore
import MusterPolicy
import MusterStore
import MusterTestKit
import Testing

@testable import MusterServer

@Suite("The shell between callers, engine and log", .timeLimit(.minutes(5))) struct ShellTests {
  private func state(_ log: any Log) async throws -> ShellState {
    try await ShellState.recover(
      from: log, configuration: EngineConfiguration(), policy: try Sentence("best").policy()
    ).state
  }

  private func shell(_ log: any Log, commitsAtOnce: Bool) async throws -> Shell {
    let shell = Shell(
      try await state(log), log: log, pace: Shell.Pace(batchLimit: 8, commitsAtOnce: commitsAtOnce),
      hub: EventHub(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    await shell.save()
    return shell
  }

  private func submit(_ key: String, to shell: Shell) async throws -> TaskID {
    try await shell.perform { session in
      let id = TaskID(session.nextTask)
      try session.handle(.submit(MusterCore.Task(id: id, idempotencyKey: key)))
      return id
    }
  }

  /// 16 callers at once over a log of which one append in five fails, before or after it wrote: who is told that a
  /// task was taken finds it in the log, and the state is what the log says, hash for hash.
  @Test(arguments: [true, false], [1, 2, 3] as [UInt64])
  func whatIsAcknowledgedIsInTheLog(_ commitsAtOnce: Bool, _ seed: UInt64) async throws {
    let memory = MemoryLog()
    let log = FaultyLog(memory, seed: seed, faults: LogFaults())
    let shell = try await shell(log, commitsAtOnce: commitsAtOnce)
    log.faults = LogFaults(failsBeforeWriting: 0.1, failsAfterWriting: 0.1)
    let told = await withTaskGroup(of: [(String, TaskID)].self) { group in
      for caller in 0..<16 {
        group.addTask {
          var taken: [(String, TaskID)] = []
          for index in 0..<20 {
            let key = "\(caller)-\(index)"
            if let id = try? await submit(key, to: shell) {
              taken.append((key, id))
            } else {
              // The shell tries the log again after a second; the others' work goes on meanwhile.
              try? await Swift.Task.sleep(for: .milliseconds(20))
            }
          }
          return taken
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    log.faults = LogFaults()
    #expect(log.faultCount > 0 && !told.isEmpty)
    #expect(Set(told.map(\.1)).count == told.count)
    await shell.stop()
    let recovered = try await state(memory).orchestrator.engine
    for (key, id) in told {
      let row = try #require(recovered.tasks.row(of: id), "task \(id) was acknowledged and is lost")
      #expect(recovered.tasks.specs[row].idempotencyKey == key)
    }
    let live = try await shell.read { $0.state.orchestrator.engine.stateHash() }
    #expect(live == recovered.stateHash())
  }

  @Test(arguments: [true, false])
  func whatFailsToCommitNeverHappened(_ commitsAtOnce: Bool) async throws {
    let log = FaultyLog(MemoryLog(), seed: 1, faults: LogFaults())
    let shell = try await shell(log, commitsAtOnce: commitsAtOnce)
    log.faults = LogFaults(failsBeforeWriting: 1)
    await #expect(throws: ShellError.self) { try await submit("a", to: shell) }
    #expect(await !shell.isHealthy)
    let known = try await shell.read { $0.state.orchestrator.engine.totals.submitted }
    #expect(known == 0)
    log.faults = LogFaults()
    while await !shell.isHealthy { try await Swift.Task.sleep(for: .milliseconds(20)) }
    #expect(try await submit("a", to: shell) == TaskID(1))
  }

  @Test(arguments: [true, false])
  func aSecondWriterFencesTheFirst(_ commitsAtOnce: Bool) async throws {
    let log = MemoryLog()
    let first = try await shell(log, commitsAtOnce: commitsAtOnce)
    let second = try await shell(log, commitsAtOnce: commitsAtOnce)
    _ = try await submit("a", to: first)
    await #expect(throws: ShellError.self) { try await submit("b", to: second) }
    #expect(await !second.isHealthy)
    #expect(try await state(log).orchestrator.engine.totals.submitted == 1)
  }

  /// Work that nobody waits for is done before whatever is asked afterwards, and before the shell stops.
  @Test(arguments: [true, false])
  func whatIsPostedIsNotForgotten(_ commitsAtOnce: Bool) async throws {
    let log = MemoryLog()
    let shell = try await shell(log, commitsAtOnce: commitsAtOnce)
    let post: @Sendable (inout Session) throws -> Void = { session in
      try session.handle(.submit(MusterCore.Task(id: TaskID(session.nextTask))))
    }
    await shell.post(mayWait: true, post)
    #expect(try await shell.read { $0.state.orchestrator.engine.totals.submitted } == 1)
    await shell.post(mayWait: true, post)
    await shell.stop()
    #expect(try await state(log).orchestrator.engine.totals.submitted == 2)
  }
}
