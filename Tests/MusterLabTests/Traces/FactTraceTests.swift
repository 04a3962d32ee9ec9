import MusterCore
import MusterLab
import MusterMath
import Testing

@Suite struct FactTraceTests {
  /// What was logged, replayed under the policy that ran then, is what was logged.
  @Test(arguments: [
    "?tasks=300&agents=4&gangs=0", "?tasks=300&agents=6&gangs=0&graphs=0.5&budgets=0.5",
    "?tasks=300&deadlines=1&slack=1&success=0.5&gangs=0",
  ])
  func theSamePolicyRepeatsTheLog(_ keys: String) throws {
    let workload = try TraceCatalogue().open("generated\(keys)").workload(seed: 9)
    let first = try Replay(workload, seed: 9)
    let trace = try FactTrace(spec: "log:x", facts: first.facts)
    let second = try Replay(trace.workload(seed: 9), seed: 9)
    #expect(second.facts.count == first.facts.count)
    let difference = zip(first.facts, second.facts).first { $0 != $1 }
    #expect(difference == nil)
  }

  /// Gangs lose leases and get them again from the same agent: such tries cannot be told apart, but all come
  /// to an end.
  @Test func gangsEnd() throws {
    let workload = try TraceCatalogue().open("generated?tasks=300&agents=6&gangs=0.3").workload(seed: 9)
    let trace = try FactTrace(spec: "log:x", facts: Replay(workload, seed: 9).facts)
    let second = try Replay(trace.workload(seed: 9), seed: 9)
    #expect(second.endings.count == 300)
    #expect(second.engine.tasks.liveCount == 0)
  }

  @Test func aLogOfItsReplayIsTheSameTrace() throws {
    let workload = try TraceCatalogue().open("generated?tasks=200").workload(seed: 3)
    let trace = try FactTrace(spec: "log:x", facts: Replay(workload, seed: 3).facts)
    #expect(trace.summary.hasPrefix("200 tasks, 32 agents and "))
    // The engine takes a graph in by its dependencies.
    #expect(trace.workload(seed: 3).tasks.map(\.id).sorted() == workload.tasks.map(\.id))
    #expect(trace.workload(seed: 3).arrivals.map(\.at) == workload.arrivals.map(\.at))
  }

  private static let second: Nanoseconds = 1_000_000_000

  private static func at(_ seconds: Int64, _ event: Event) -> Fact {
    Fact(at: Instant((1000 + seconds) * second), event)
  }

  private static func leased(_ id: UInt64, _ task: UInt64, _ agent: UInt64) -> Event {
    .leased(
      Lease(
        id: LeaseID(id), task: TaskID(task), agent: AgentID(agent), devices: 0, until: .never, reserve: 9,
        decision: DecisionID(id), propensity: 1, score: 0, effort: 1))
  }

  /// Two agents; task 1 fails on the first and succeeds on the second, task 2 is cut off, task 3 never runs.
  private static let log: [Fact] = [
    at(0, .defined(.kind, index: 1, name: "k")),
    at(0, .tenantSet(Tenant(id: TenantID(0), weight: 2))),
    at(0, .agentJoined(Agent(id: AgentID(5), name: "a"))),
    at(0, .agentJoined(Agent(id: AgentID(6), name: "b"))),
    at(
      10,
      .submitted(Task(id: TaskID(1), kind: KindID(1), deadline: Instant(2000 * second), idempotencyKey: "x"))),
    at(10, leased(1, 1, 5)),
    at(11, .started(LeaseID(1), TaskID(1))),
    at(14, .attemptFailed(LeaseID(1), TaskID(1), charge: 7, retryAt: Instant(1015 * second), turns: nil)),
    at(15, .retried(TaskID(1))),
    at(15, leased(2, 1, 6)),
    at(20, .submitted(Task(id: TaskID(2)))),
    at(20, .submitted(Task(id: TaskID(3)))),
    at(20, leased(3, 2, 5)),
    at(21, .agentJoined(Agent(id: AgentID(7), name: "late"))),
    at(
      25,
      .ended(
        Ending(
          task: TaskID(1), end: .succeeded, reason: .reported, lease: LeaseID(2), charge: 4, overrun: 2,
          reward: 3))),
    at(26, .tenantSet(Tenant(id: TenantID(0), weight: 5))),
    at(27, .agentDraining(AgentID(6))),
    at(28, .agentLeft(AgentID(6), .asked)),
    at(
      29,
      .revoked(LeaseID(3), TaskID(2), .agentLeft, moving: MigrationCost(trafficMiB: 0, downtimeSeconds: 0))),
    at(29, .agentLeft(AgentID(5), .silent)),
    at(30, .ended(Ending(task: TaskID(3), end: .cancelled, reason: .cancelledByCaller))),
    at(31, .feedback(TaskID(1), reward: 8)),
  ]

  @Test func rebuildsWhatArrivedAndWhatWasAsked() throws {
    let trace = try FactTrace(spec: "log:x", facts: Self.log)
    #expect(trace.spec == "log:x")
    #expect(trace.summary == "3 tasks, 3 agents and 3 tries in 31 s of a log")
    let workload = trace.workload(seed: 1)
    #expect(workload.names.map(\.name) == ["k"])
    #expect(workload.tenants.map(\.weight) == [2])
    #expect(workload.agents.map(\.name) == ["a", "b", "late"])
    #expect(workload.arrivals.map(\.at.seconds) == [10, 20])
    #expect(workload.arrivals.map { $0.tasks.map(\.id.rawValue) } == [[1], [2, 3]])
    #expect(workload.tasks[0].deadline.nanoseconds == 1000 * Self.second)
    #expect(workload.tasks[0].idempotencyKey == nil)
    #expect(
      workload.script.map { "\(Int($0.at.seconds)) \(word($0.request))" } == [
        "0 leave 7", "21 join 7", "26 tenant 0", "27 drain 6", "29 leave 5", "30 cancel 3",
      ])
    _ = try Replay(workload, seed: 1)
  }

  private func word(_ request: Request) -> String {
    switch request {
    case .leave(let id): "leave \(id)"
    case .join(let agent): "join \(agent.id)"
    case .setTenant(let tenant): "tenant \(tenant.id)"
    case .drain(let id): "drain \(id)"
    case .cancel(let id): "cancel \(id)"
    default: "\(request)"
    }
  }

  @Test func replaysWhatHappened() throws {
    let workload = try FactTrace(spec: "log:x", facts: Self.log).workload(seed: 1)
    var random = Random(seed: 1)
    let failed = workload.world.execute(
      workload.tasks[0], on: workload.agents[0], attempt: 0, load: 1, at: .zero, random: &random)
    #expect(
      failed
        == Execution(
          startDelay: Self.second, duration: 3 * Self.second, succeeded: false, reward: 0, cost: 7))
    let succeeded = workload.world.execute(
      workload.tasks[0], on: workload.agents[1], attempt: 1, load: 1, at: .zero, random: &random)
    #expect(succeeded == Execution(duration: 10 * Self.second, reward: 8, cost: 6).reported)
    // Cut off after 9 s: it takes longer than that.
    let cut = workload.world.execute(
      workload.tasks[1], on: workload.agents[0], attempt: 0, load: 1, at: .zero, random: &random)
    #expect(cut.duration == 9 * Self.second + 1)
  }

  /// Task 1's second try, leased at 15 s, is answered at 18 s by a note and reported at 25 s; a note of another kind
  /// says nothing, and neither does one of a lease that is over.
  @Test func anAgentsTimeEndsWithItsAnswer() throws {
    var facts = Self.log
    let place = try #require(facts.firstIndex { $0.at == Instant(1020 * Self.second) })
    for (tag, lease) in [(1, 2), (2, 2), (1, 1)] as [(UInt8, UInt8)] {
      facts.insert(Self.at(19, .noted(subject: 1, tag: tag, bytes: [lease])), at: place)
    }
    let trace = try FactTrace(spec: "log:x", facts: facts) { tag, bytes in
      tag == 1 ? (LeaseID(UInt64(bytes[0])), Instant(1018 * Self.second)) : nil
    }
    let workload = trace.workload(seed: 1)
    var random = Random(seed: 1)
    func duration(_ agent: Int, _ attempt: Int) -> Nanoseconds {
      workload.world.execute(
        workload.tasks[0], on: workload.agents[agent], attempt: attempt, load: 1, at: .zero, random: &random
      ).duration
    }
    #expect(duration(1, 1) == 3 * Self.second && duration(0, 0) == 3 * Self.second)
  }

  @Test func guessesWhatDidNotHappen() throws {
    let workload = try FactTrace(spec: "log:x", facts: Self.log).workload(seed: 1)
    var random = Random(seed: 1)
    // Task 3 on b: no try of the default kind there, so b's mean over all kinds.
    let known = workload.world.execute(
      workload.tasks[2], on: workload.agents[1], attempt: 0, load: 1, at: .zero, random: &random)
    #expect(known == Execution(duration: 10 * Self.second, reward: 8, cost: 6))
    // An agent that did nothing, and a kind that was never done: the mean of the log.
    let unknown = workload.world.execute(
      workload.tasks[2], on: workload.agents[2], attempt: 0, load: 1, at: .zero, random: &random)
    #expect(unknown.duration == 13 * Self.second / 2)
    #expect(unknown.startDelay == Self.second / 2)
    #expect(unknown.cost == 7)
    // A second try of task 1 on a turns out as its only one.
    let again = workload.world.execute(
      workload.tasks[0], on: workload.agents[0], attempt: 2, load: 1, at: .zero, random: &random)
    #expect(again.cost == 7 && !again.succeeded)
  }

  @Test func refusesALogWithNothingToReplay() {
    let none = #expect(throws: TraceError.self) { try FactTrace(spec: "log:x", facts: []) }
    #expect(none?.description == "log:x: found no agent in 0 facts, expected a log that holds one")
    let idle = #expect(throws: TraceError.self) {
      try FactTrace(spec: "log:x", facts: Array(Self.log.prefix(4)))
    }
    #expect(idle?.description == "log:x: found no task in 4 facts, expected a log that holds one")
  }
}

extension Execution {
  /// Said by the agent in a way that trying again would not mend.
  fileprivate var reported: Execution {
    var copy = self
    copy.retryable = false
    return copy
  }
}
