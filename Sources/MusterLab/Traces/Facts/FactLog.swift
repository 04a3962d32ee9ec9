import MusterCore
import MusterMath

/// What a log says, sorted into what a workload is made of.
struct FactLog: Sendable {
  private(set) var names: [(space: NameSpace, name: String)] = []
  /// On their first terms.
  private(set) var tenants: [Tenant] = []
  /// In the order of first joining, as they were then.
  private(set) var agents: [Agent] = []
  private(set) var arrivals: [Workload.Arrival] = []
  private(set) var script: [(at: Instant, request: Request)] = []
  private(set) var world = ReplayWorld()
  private(set) var taskCount = 0
  /// From the first fact to the last.
  private(set) var span: Nanoseconds = 0

  private let origin: Instant
  private var tenantRows = RowIndex()
  private var agentRows = RowIndex()
  private var draining: [Bool] = []
  private var openLeases = RowIndex()
  private var open: [OpenTry] = []
  private var freeSlots: [Int32] = []
  /// Failed tries, by task.
  private var taskRows = RowIndex()
  private var failures: [Int32] = []
  private var kinds: [KindID] = []
  /// For runs of ballots the task that each is a run of, otherwise the task itself.
  private var submitted: [TaskID] = []

  /// A lease in force.
  private struct OpenTry: Sendable {
    var lease: UInt64
    var attempt: ReplayWorld.Try
    var leasedAt: Instant
    var startedAt: Instant?
    var answeredAt: Instant?
  }

  /// - Parameter answer: when an agent answered on a lease, as a note says; nil for notes of something else.
  init(_ facts: [Fact], answer: (UInt8, [UInt8]) -> (lease: LeaseID, at: Instant)?) {
    origin = facts.first?.at ?? .zero
    for fact in facts {
      if case .noted(_, let tag, let bytes) = fact.event, let (lease, at) = answer(tag, bytes),
        let slot = openLeases[lease.rawValue]
      {
        open[Int(slot)].answeredAt = Instant(at - origin)
      }
      take(fact, at: Instant(fact.at - origin))
    }
    // What runs on at the end of the log was cut off by it.
    if let last = facts.last {
      span = last.at - origin
      for slot in open.indices where openLeases[open[slot].lease] == Int32(slot) {
        close(open[slot].lease, at: Instant(span), nil)
      }
    }
    world.settle()
  }

  private mutating func take(_ fact: Fact, at: Instant) {
    switch fact.event {
    case .defined(let space, _, let name): names.append((space, name))
    case .tenantSet(let tenant): set(tenant, at)
    case .agentJoined(let agent): join(agent, at)
    case .agentChanged(let agent): script.append((at, .change(agent)))
    case .agentDraining(let id):
      if let row = agentRows[id.rawValue] { draining[Int(row)] = true }
      script.append((at, .drain(id)))
    case .agentThrottled(let id, let limit): script.append((at, .throttle(id, limit: limit)))
    case .agentLeft(let id, let reason): leave(id, reason, at)
    case .submitted(let task): submit(task, at)
    case .leased(let lease): begin(lease, at)
    case .started(let lease, _):
      if let slot = openLeases[lease.rawValue] { open[Int(slot)].startedAt = at }
    case .revoked(let lease, let task, let reason, _):
      close(lease.rawValue, at: at, nil)
      if reason == .lapsed { fail(task) }
    case .graded(let lease, _, let confidence):
      if let slot = openLeases[lease.rawValue] { open[Int(slot)].attempt.confidence = confidence }
    case .attemptFailed(let lease, let task, let charge, _, let turns):
      close(
        lease.rawValue, at: at,
        .init(succeeded: false, retryable: true, reward: 0, cost: charge, turns: turns))
      fail(task)
    case .ended(let ending): end(ending, at)
    case .feedback(let task, let reward): world.correct(task, reward: reward)
    case .agentSuspected, .agentCleared, .heartbeat, .retried, .explained, .renewed, .reportIgnored, .settled,
      .noted:
      break
    }
  }

  // MARK: tenants and agents

  private mutating func set(_ tenant: Tenant, _ at: Instant) {
    if tenantRows[UInt64(tenant.id.rawValue)] == nil {
      tenantRows.insert(UInt64(tenant.id.rawValue), Int32(tenants.count))
      tenants.append(tenant)
    } else {
      script.append((at, .setTenant(tenant)))
    }
  }

  /// All agents are there when a run begins: one that joins after the first task has come is sent away until
  /// then.
  private mutating func join(_ agent: Agent, _ at: Instant) {
    if let row = agentRows[agent.id.rawValue] {
      draining[Int(row)] = false
      script.append((at, .join(agent)))
      return
    }
    agentRows.insert(agent.id.rawValue, Int32(agents.count))
    agents.append(agent)
    draining.append(false)
    guard taskCount > 0 else { return }
    script.append((.zero, .leave(agent.id)))
    script.append((at, .join(agent)))
  }

  private mutating func leave(_ id: AgentID, _ reason: LeaveReason, _ at: Instant) {
    // One that drains goes when its work is done, which may be at another time now.
    if let row = agentRows[id.rawValue], draining[Int(row)], reason == .asked { return }
    script.append((at, .leave(id)))
  }

  // MARK: tasks

  private mutating func submit(_ task: Task, _ at: Instant) {
    var task = task
    if task.deadline != .never { task.deadline = Instant(task.deadline - origin) }
    task.idempotencyKey = nil
    taskRows.insert(task.id.rawValue, Int32(failures.count))
    failures.append(0)
    kinds.append(task.kind)
    submitted.append(task.ballot ?? task.id)
    // A run comes with its task, which is submitted by itself.
    if task.ballot != nil { return }
    taskCount += 1
    // Gangs and graphs come whole; what else came at the same instant may as well come with them.
    if let last = arrivals.last, last.at == at, task.ask == nil, last.tasks[0].ask == nil {
      arrivals[arrivals.count - 1].tasks.append(task)
    } else {
      arrivals.append(Workload.Arrival(at: at, tasks: [task]))
    }
  }

  private mutating func fail(_ task: TaskID) {
    if let row = taskRows[task.rawValue] { failures[Int(row)] += 1 }
  }

  private mutating func begin(_ lease: Lease, _ at: Instant) {
    guard let row = taskRows[lease.task.rawValue] else { return }
    let attempt = ReplayWorld.Try(
      task: submitted[Int(row)], agent: lease.agent, kind: kinds[Int(row)], attempt: failures[Int(row)])
    let entry = OpenTry(lease: lease.id.rawValue, attempt: attempt, leasedAt: at)
    if let slot = freeSlots.popLast() {
      open[Int(slot)] = entry
      openLeases.insert(lease.id.rawValue, slot)
    } else {
      openLeases.insert(lease.id.rawValue, Int32(open.count))
      open.append(entry)
    }
  }

  private mutating func close(_ lease: UInt64, at: Instant, _ outcome: ReplayWorld.Outcome?) {
    guard let slot = openLeases[lease] else { return }
    let entry = open[Int(slot)]
    var attempt = entry.attempt
    let started = entry.startedAt ?? entry.leasedAt
    attempt.startDelay = started - entry.leasedAt
    attempt.duration = max((entry.answeredAt ?? at) - started, 0)
    attempt.outcome = outcome
    world.add(attempt)
    openLeases.remove(lease)
    freeSlots.append(slot)
  }

  private mutating func end(_ ending: Ending, _ at: Instant) {
    if ending.reason == .cancelledByCaller { script.append((at, .cancel(ending.task))) }
    guard ending.lease != .none else { return }
    guard ending.reason.isAgentsWord else { return close(ending.lease.rawValue, at: at, nil) }
    close(
      ending.lease.rawValue, at: at,
      .init(
        succeeded: ending.end == .succeeded, retryable: ending.reason != .reported, reward: ending.reward,
        cost: ending.charge + ending.overrun, turns: ending.turns, answers: ending.answers,
        outputTokens: ending.outputTokens, grades: ending.grades))
  }
}
