import Testing

@testable import MusterCore

/// An engine under first fit and a clock that the test sets. After every request the invariants are looked at.
struct Scene {
  private(set) var orchestrator: Orchestrator
  private(set) var facts: [Fact] = []
  var now = Instant.zero

  init(
    _ configuration: EngineConfiguration = EngineConfiguration(), agents: [Agent] = [],
    collectsEffects: Bool = false
  ) {
    orchestrator = Orchestrator(engine: Engine(configuration), policy: FirstFit())
    orchestrator.collectsEffects = collectsEffects
    for agent in agents { ask(.join(agent)) }
  }

  var engine: Engine { orchestrator.engine }
  var policy: FirstFit { orchestrator.policy as? FirstFit ?? FirstFit() }

  mutating func takeEffects() -> [Effect] { orchestrator.takeEffects() }

  mutating func wait(_ seconds: Double) { now = now + Nanoseconds(seconds * 1e9) }

  /// What follows from a request that must not be refused.
  @discardableResult
  mutating func ask(_ request: Request, _ location: SourceLocation = #_sourceLocation) -> [Event] {
    take(location) { (orchestrator, now, facts) throws(EngineError) in
      try orchestrator.handle(request, at: now, into: &facts)
    }
  }

  /// Settles all timers that are due.
  @discardableResult
  mutating func advance(_ location: SourceLocation = #_sourceLocation) -> [Event] {
    take(location) { (orchestrator, now, facts) throws(EngineError) in
      try orchestrator.advance(to: now, into: &facts)
    }
  }

  @discardableResult
  mutating func allocate(_ location: SourceLocation = #_sourceLocation) -> [Event] {
    take(location) { (orchestrator, now, facts) throws(EngineError) in
      try orchestrator.allocate(at: now, into: &facts)
    }
  }

  /// Why a request is refused; nothing may have changed then.
  mutating func refusal(of request: Request, _ location: SourceLocation = #_sourceLocation) -> String {
    let before = engine.stateHash()
    var new: [Fact] = []
    do {
      try orchestrator.handle(request, at: now, into: &new)
      return "not refused"
    } catch {
      #expect(new.isEmpty && engine.stateHash() == before, sourceLocation: location)
      return error.description
    }
  }

  private mutating func take(
    _ location: SourceLocation,
    _ body: (inout Orchestrator, Instant, inout [Fact]) throws(EngineError) -> Void
  ) -> [Event] {
    let first = facts.count
    do { try body(&orchestrator, now, &facts) } catch { Issue.record(error, sourceLocation: location) }
    let violations = engine.violations()
    #expect(violations.isEmpty, sourceLocation: location)
    return facts[first...].map(\.event)
  }

  // MARK: looking

  func record(_ task: UInt64) -> TaskRecord? {
    engine.tasks.row(of: TaskID(task)).map { engine.tasks.records[$0] }
  }

  func status(_ task: UInt64) -> TaskStatus? { record(task)?.status }
  func statuses(_ tasks: UInt64...) -> [TaskStatus?] { tasks.map(status) }
  func lease(_ task: UInt64) -> LeaseID { record(task)?.lease ?? .none }

  /// The agent that has the task.
  func agent(_ task: UInt64) -> UInt64? {
    guard let record = record(task), record.status.holdsLease else { return nil }
    return engine.pool.agents[Int(record.agent)].id.rawValue
  }

  func agentStatus(_ agent: UInt64) -> AgentStatus? {
    engine.pool.row(of: AgentID(agent)).map { engine.pool.status[$0] }
  }

  // MARK: short forms

  @discardableResult
  mutating func submit(_ task: Task, _ location: SourceLocation = #_sourceLocation) -> [Event] {
    ask(.submit(task), location)
  }

  @discardableResult
  mutating func assign(_ task: UInt64, to agent: UInt64, _ location: SourceLocation = #_sourceLocation)
    -> [Event]
  {
    ask(.assign(Assignment(task: TaskID(task), agent: AgentID(agent))), location)
  }

  @discardableResult
  mutating func succeed(_ task: UInt64, _ location: SourceLocation = #_sourceLocation) -> [Event] {
    ask(.report(Report(lease: lease(task), task: TaskID(task), succeeded: true)), location)
  }

  /// The agent of the task answered; its report comes later.
  mutating func answer(_ task: UInt64) { orchestrator.noteAnswer(on: lease(task), at: now) }

  @discardableResult
  mutating func fail(
    _ task: UInt64, retryable: Bool = true, cost: Int64? = nil, _ location: SourceLocation = #_sourceLocation
  ) -> [Event] {
    ask(
      .report(
        Report(lease: lease(task), task: TaskID(task), succeeded: false, retryable: retryable, cost: cost)),
      location)
  }
}

/// A task with a demand for milli-CPU and no waits between tries.
func task(_ id: UInt64, cpu: Int64 = 1000, memory: Int64 = 0, after dependencies: [UInt64] = []) -> Task {
  var task = Task(id: TaskID(id), demand: Demand(resources: Resources(cpuMilli: cpu, memoryMiB: memory)))
  task.retry = RetryRule(attempts: 3, backoff: 0, backoffLimit: 0, jitter: 0)
  task.dependencies = dependencies.map { TaskID($0) }
  return task
}

extension Task {
  func with(_ change: (inout Task) -> Void) -> Task {
    var task = self
    change(&task)
    return task
  }
}

func agent(_ id: UInt64, cpu: Int64 = 4000, memory: Int64 = 1 << 20) -> Agent {
  Agent(id: AgentID(id), capacity: Resources(cpuMilli: cpu, memoryMiB: memory))
}

extension Agent {
  func with(_ change: (inout Agent) -> Void) -> Agent {
    var agent = self
    change(&agent)
    return agent
  }
}

extension [Event] {
  /// The kinds of the events, in order.
  var kinds: [String] { map { "\(EventTag($0))" } }

  /// How tasks ended, in order.
  var endings: [String] {
    compactMap {
      if case .ended(let ending) = $0 { "\(ending.task) \(ending.end) \(ending.reason)" } else { nil }
    }
  }

  var leases: [Lease] {
    compactMap { if case .leased(let lease) = $0 { lease } else { nil } }
  }

  var revocations: [String] {
    compactMap { if case .revoked(_, let task, let reason, _) = $0 { "\(task) \(reason)" } else { nil } }
  }
}
