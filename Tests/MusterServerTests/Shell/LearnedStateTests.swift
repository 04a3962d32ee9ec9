import Logging
import MusterCore
import MusterPolicy
import MusterStore
import Testing

@testable import MusterServer

@Suite("What the policy learned survives the process", .timeLimit(.minutes(5))) struct LearnedStateTests {
  private static let learns = "feasible | fit-to-kind | best"

  private func recovered(_ log: any Log, _ sentence: String = learns) async throws -> ShellState {
    try await ShellState.recover(
      from: log, configuration: EngineConfiguration(), policy: try Sentence(sentence).policy()
    ).state
  }

  private func shell(_ log: any Log) async throws -> Shell {
    Shell(
      try await recovered(log), log: log, hub: EventHub(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Two agents do tasks by turns, agent 1 well and agent 2 badly; every other outcome is corrected later.
  private func work(_ shell: Shell, tasks: Int) async throws {
    for index in 0..<tasks {
      let id = try await shell.perform { session in
        let id = TaskID(session.nextTask)
        try session.handle(.submit(MusterCore.Task(id: id, kind: KindID(0))))
        return id
      }
      try await shell.perform { session in
        let engine = session.state.orchestrator.engine
        let row = try #require(engine.tasks.row(of: id))
        let record = engine.tasks.records[row]
        let isGood = engine.pool.agents[Int(record.agent)].id == AgentID(1)
        try session.handle(
          .report(Report(lease: record.lease, task: id, succeeded: true, reward: isGood ? 0.9 : 0.1)))
        if index % 2 == 0 { try session.handle(.feedback(id, reward: isGood ? 0.7 : 0.2)) }
      }
    }
  }

  private func begin(_ log: any Log) async throws -> Shell {
    let shell = try await shell(log)
    await shell.save()
    try await shell.perform { session in
      for id in 1...2 as ClosedRange<UInt64> { try session.handle(.join(Agent(id: AgentID(id)))) }
    }
    return shell
  }

  @Test(arguments: [false, true]) func aRestartKnowsWhatTheRunKnew(_ snapshotsInBetween: Bool) async throws {
    let log = MemoryLog()
    let shell = try await begin(log)
    try await work(shell, tasks: 20)
    if snapshotsInBetween { await shell.save() }
    try await work(shell, tasks: 20)
    let live = try await shell.read { $0.state.orchestrator.policy.snapshot() }
    #expect(!live.isEmpty)
    await shell.stop()
    let state = try await recovered(log)
    #expect(state.orchestrator.policy.snapshot() == live)
    #expect(state.startedAfresh == nil)
  }

  @Test func whatWasLearnedElsewhereIsTakenUpWhereTheLogHoldsNothing() async throws {
    let sentence = "feasible | fit-to-kind | best"
    var taught: any Policy = try Sentence(sentence).policy()
    taught.observe([
      Outcome(
        decision: DecisionID(1), task: TaskID(1), kind: KindID(0), tenant: TenantID(0), agent: AgentID(2),
        agentRow: 1, succeeded: true, reward: 0.25, cost: 0, duration: 1)
    ])
    let learned = LearnedState(of: taught, over: Engine(EngineConfiguration()))
    var policy: any Policy = try Sentence(sentence).policy()
    try LearnedState(learned.bytes).teach(&policy)
    // A new log, one whose snapshot knows nothing, and one that another sentence learned from.
    let (new, empty, other) = (MemoryLog(), MemoryLog(), MemoryLog())
    let shell = try await begin(empty)
    await shell.save()
    await shell.stop()
    let busy = try await begin(other)
    try await work(busy, tasks: 4)
    await busy.save()
    await busy.stop()
    for log in [new, empty] {
      let state = try await ShellState.recover(
        from: log, configuration: EngineConfiguration(), policy: policy
      ).state
      #expect(state.orchestrator.policy.snapshot() == policy.snapshot())
    }
    // What the log itself knows goes before.
    let own = try await ShellState.recover(from: other, configuration: EngineConfiguration(), policy: policy)
    #expect(own.state.orchestrator.policy.snapshot() != policy.snapshot())
  }

  @Test func anotherSentenceStartsAfreshAndSaysSo() async throws {
    let log = MemoryLog()
    let shell = try await begin(log)
    try await work(shell, tasks: 10)
    await shell.save()
    await shell.stop()
    let state = try await recovered(log, "feasible | fastest | best")
    #expect(state.startedAfresh != nil)
    #expect(state.orchestrator.policy.snapshot().isEmpty)
    #expect(state.orchestrator.engine.totals.submitted == 10)
  }
}
