import MusterMath

@testable import MusterCore

/// Requests drawn at random with an eye on the state, so that most make sense and many do not.
struct RandomWorld {
  var random: Random
  var now = Instant.zero
  private var nextTask: UInt64 = 1
  private var nextGang: UInt64 = 1
  let configuration: EngineConfiguration
  /// Whether budgets may be lowered below what was spent.
  let lowersBudgets: Bool

  /// Of tenant 2, where it is not lowered.
  static let tenantBudget: Int64 = 300

  /// What comes before the first step.
  var opening: [Request] {
    [.setTenant(Tenant(id: TenantID(2), budget: RandomWorld.tenantBudget))]
  }

  enum Step {
    case request(Request)
    case advance
    case allocate
  }

  init(seed: UInt64) {
    random = Random(seed: seed, stream: 0x30_1d)
    var configuration = EngineConfiguration(seed: seed)
    configuration.taskLimit = [20, 60, 300][random.below(3)]
    configuration.agentLimit = 14
    configuration.retention = [0, 3, 40, 1000][random.below(4)]
    configuration.leaseTerm = [Task.forever, 3_000_000_000, 300_000_000][random.below(3)]
    configuration.suspectAfter = [Task.forever, 2_000_000_000][random.below(2)]
    configuration.leaveAfter = [Task.forever, 0, 2_000_000_000][random.below(3)]
    configuration.batchLimit = [1, 4, 256][random.below(3)]
    configuration.preemption.enabled = random.bernoulli(0.5)
    configuration.explainedCandidates = random.below(2)
    self.configuration = configuration
    lowersBudgets = random.bernoulli(0.3)
  }

  mutating func step(_ engine: Engine) -> Step {
    now = now + Nanoseconds(random.exponential(mean: 5e7))
    // Clocks of the world run backwards now and then.
    if random.bernoulli(0.02) { now = Instant(max(0, now.nanoseconds - 1_000_000_000)) }
    return switch random.below(100) {
    case 0..<10: .request(.submit(task(engine)))
    case 10..<14:
      .request(random.bernoulli(0.1) ? .askReserve(anyTask(engine)) : .submit(asking(task(engine))))
    case 14..<22: .request(.submitAll(batch(engine)))
    case 22..<34: .allocate
    case 34..<46: .advance
    case 46..<56: .request(.report(report(engine)))
    case 56..<60: .request(start(engine))
    case 60..<64: .request(renew(engine))
    case 64..<66: .request(.cancel(anyTask(engine)))
    case 66..<71: .request(.join(agent()))
    case 71..<73: .request(.change(agent()))
    case 73..<74: .request(throttle())
    case 74..<75: .request(.drain(anyAgent()))
    case 75..<77: .request(.leave(anyAgent()))
    case 77..<81: .request(.heartbeat(anyAgent()))
    case 81..<85: .request(.assign(assignment(readyTask(engine), engine)))
    case 85..<87: .request(.assignGang(gangAssignments(engine)))
    case 87..<89: .request(.preempt(readyTask(engine)))
    case 89..<91: .request(.passOver(readyTask(engine)))
    case 91..<93: .request(.feedback(anyTask(engine), reward: random.bernoulli(0.1) ? .nan : random.normal()))
    case 93..<95: .request(.setTenant(tenant()))
    case 95..<97: .request(.define(space(), "name \(random.below(12))"))
    case 97..<98: .request(note())
    default: .request(.tick)
    }
  }

  private mutating func note() -> Request {
    .note(
      subject: random.next(), tag: UInt8(random.below(256)), bytes: (0..<random.below(20)).map(UInt8.init))
  }

  // MARK: tasks

  private mutating func task(_ engine: Engine) -> Task {
    var id = nextTask
    if random.bernoulli(0.04) { id = UInt64(random.below(Int(nextTask))) } else { nextTask += 1 }
    var task = Task(id: TaskID(id), tenant: TenantID(UInt32(random.below(3))))
    task.demand.resources = Resources(
      cpuMilli: Int64(random.below(3)) * 1000, memoryMiB: Int64(random.below(3)) * 512)
    if random.bernoulli(0.2) {
      task.demand.devices =
        random.bernoulli(0.5)
        ? DeviceDemand(count: 1, milliEach: 300)
        : DeviceDemand(count: UInt8(1 + random.below(3)), milliEach: 1000)
    }
    if random.bernoulli(0.1) { task.demand.models = 1 << UInt64(random.below(2)) }
    if random.bernoulli(0.1) { task.demand.skills = SkillSet([random.below(2)]) }
    task.priority = Int16(random.below(3))
    if random.bernoulli(0.2) { task.deadline = now + Nanoseconds(random.exponential(mean: 2e9)) }
    if random.bernoulli(0.3) {
      task.patience = random.bernoulli(0.3) ? 0 : Nanoseconds(random.exponential(mean: 1e9))
    }
    if random.bernoulli(0.3) { task.budget = Int64(random.below(15)) * 10 }
    task.retry = RetryRule(
      attempts: UInt16(1 + random.below(4)), backoff: Nanoseconds(random.below(3)) * 100_000_000,
      backoffLimit: 500_000_000, jitter: 0.5, elsewhere: random.bernoulli(0.5))
    task.inputTokens = Int32(random.below(1000))
    task.outputTokenLimit = Int32(random.below(1000))
    task.timeLimit = Nanoseconds(random.below(3)) * 1_000_000_000
    task.footprint = Footprint(
      memoryMiB: Double(random.below(1000)), dirtyMiBPerSecond: Double(random.below(100)))
    if random.bernoulli(0.1) { task.idempotencyKey = "key \(random.below(30))" }
    while random.bernoulli(0.25) { task.dependencies.append(anyTask(engine)) }
    if random.bernoulli(0.02) { task.value = .infinity }
    if random.bernoulli(0.02) { task.demand.resources.lanes[5] = -1 }
    if random.bernoulli(0.03) { task.gang = GangID(nextGang) }
    return task
  }

  /// The task put to several agents, its runs numbered after it.
  private mutating func asking(_ task: Task) -> Task {
    var task = task
    let count = random.below(6)
    let copies = (0..<count).map { TaskID(nextTask + UInt64($0)) }
    nextTask += UInt64(count)
    let rule = BallotRule.allCases[random.below(BallotRule.allCases.count)]
    task.ask = Ask(rule, copies: copies, doubt: random.bernoulli(0.5) ? .infinity : random.unit())
    if random.bernoulli(0.5) { task.ask?.first = Int32(random.below(count + 2)) }
    if random.bernoulli(0.3) { task.budget = Task.unlimited }
    return task
  }

  private mutating func batch(_ engine: Engine) -> [Task] {
    var batch: [Task] = []
    for _ in 0..<(1 + random.below(6)) {
      var task = task(engine)
      if let other = batch.last, random.bernoulli(0.3) { task.dependencies.append(other.id) }
      batch.append(task)
    }
    if random.bernoulli(0.5) {
      // A gang of neighbours, mostly of one tenant and priority and mostly not waiting for each other.
      let size = 1 + random.below(batch.count)
      for index in 0..<size {
        batch[index].gang = GangID(nextGang)
        batch[index].tenant = batch[0].tenant
        if random.bernoulli(0.95) { batch[index].priority = batch[0].priority }
        let ids = batch[..<size].map(\.id)
        if random.bernoulli(0.9) { batch[index].dependencies.removeAll { ids.contains($0) } }
      }
      nextGang += 1
    }
    if random.bernoulli(0.3) { random.shuffle(&batch) }
    if random.bernoulli(0.1), let last = batch.last { batch[0].dependencies.append(last.id) }
    return batch
  }

  /// Mostly one that is kept, mostly a late one.
  private mutating func anyTask(_ engine: Engine) -> TaskID {
    if random.bernoulli(0.05) { return TaskID(UInt64(random.below(Int(nextTask) + 5))) }
    return pick(engine) { _ in true }
  }

  private mutating func readyTask(_ engine: Engine) -> TaskID {
    if random.bernoulli(0.1) { return anyTask(engine) }
    return pick(engine) { $0.status == .ready }
  }

  private mutating func leasedTask(_ engine: Engine) -> TaskID {
    if random.bernoulli(0.05) { return anyTask(engine) }
    return pick(engine) { $0.status.holdsLease }
  }

  private mutating func pick(_ engine: Engine, _ wanted: (TaskRecord) -> Bool) -> TaskID {
    let rows = engine.tasks.occupiedRows.filter { wanted(engine.tasks.records[$0]) }
    guard !rows.isEmpty else { return TaskID(UInt64(random.below(Int(nextTask)))) }
    return engine.tasks.specs[rows[random.below(rows.count)]].id
  }

  private mutating func lease(of task: TaskID, _ engine: Engine) -> LeaseID {
    if random.bernoulli(0.07) { return LeaseID(UInt64(random.below(Int(engine.nextLease)))) }
    return engine.tasks.row(of: task).map { engine.tasks.records[$0].lease } ?? LeaseID(1)
  }

  private mutating func report(_ engine: Engine) -> Report {
    let task = leasedTask(engine)
    var report = Report(lease: lease(of: task, engine), task: task, succeeded: random.bernoulli(0.6))
    let calledOff = engine.tasks.occupiedRows.first { engine.tasks.records[$0].calledOff != .none }
    if let calledOff, random.bernoulli(0.2) {
      report.task = engine.tasks.specs[calledOff].id
      report.lease = engine.tasks.records[calledOff].calledOff
    }
    report.retryable = random.bernoulli(0.85)
    if random.bernoulli(0.3) { report.reward = random.bernoulli(0.1) ? .infinity : random.unit() }
    if random.bernoulli(0.3) { report.cost = Int64(random.below(300)) - 5 }
    report.outputTokens = Int32(random.below(1500)) - 5
    if random.bernoulli(0.3) { report.turns = Int32(random.below(100)) - 2 }
    for _ in 0..<random.below(3) { report.answers.append(UInt64(random.below(3))) }
    if random.bernoulli(0.3) { report.confidence = random.bernoulli(0.1) ? 1.5 : random.unit() }
    if random.bernoulli(0.3) { report.grades.append(Grade("clear", random.unit())) }
    return report
  }

  private mutating func start(_ engine: Engine) -> Request {
    let task = leasedTask(engine)
    return .start(lease(of: task, engine), task)
  }

  private mutating func renew(_ engine: Engine) -> Request {
    let task = leasedTask(engine)
    return .renew(lease(of: task, engine), task)
  }

  private mutating func assignment(_ task: TaskID, _ engine: Engine) -> Assignment {
    var agent = anyAgent()
    if random.bernoulli(0.7), let row = engine.tasks.row(of: task) {
      // Of the agents that have room, any: money may still forbid it.
      let rows = engine.pool.agents.indices.filter {
        engine.pool.admits(engine.tasks.specs[row].demand, at: $0)
      }
      if !rows.isEmpty { agent = engine.pool.agents[rows[random.below(rows.count)]].id }
    }
    var assignment = Assignment(task: task, agent: agent, decision: DecisionID(UInt64(random.below(1000))))
    if random.bernoulli(0.05) { assignment.score = .nan }
    if random.bernoulli(0.2) { assignment.effort = random.unit() }
    if random.bernoulli(0.3) {
      assignment.allowance = Allowance(
        turns: TurnCap(limit: Int32(random.below(30)), extra: Int32(random.below(9))),
        tries: random.bernoulli(0.5) ? Int32(1 + random.below(3)) : nil,
        agents: random.bernoulli(0.5) ? Int32(1 + random.below(4)) : nil,
        weight: random.bernoulli(0.5) ? Ballot.weightLimit * random.unit() : nil)
    }
    if random.bernoulli(0.1) { assignment.devices = DeviceMask(random.below(16)) }
    return assignment
  }

  private mutating func gangAssignments(_ engine: Engine) -> [Assignment] {
    let task = pick(engine) { $0.status == .ready }
    guard let row = engine.tasks.row(of: task),
      var members = engine.gangs.members(of: engine.tasks.specs[row].gang)
    else { return [assignment(task, engine)] }
    if random.bernoulli(0.1) { members.append(task) }
    if random.bernoulli(0.1) { members.removeLast() }
    return members.map { assignment($0, engine) }
  }

  // MARK: agents and tenants

  private mutating func anyAgent() -> AgentID { AgentID(UInt64(1 + random.below(16))) }

  private mutating func agent() -> Agent {
    let id = anyAgent()
    var agent = Agent(id: id, name: "agent \(id)")
    agent.capacity = Resources(
      cpuMilli: Int64(random.below(9)) * 1000, memoryMiB: Int64(random.below(9)) * 512)
    agent.deviceCount = random.bernoulli(0.5) ? UInt8(random.below(5)) : 0
    if random.bernoulli(0.02) { agent.deviceCount = 17 }
    agent.deviceModel = UInt8(random.below(2))
    agent.skills = SkillSet([random.below(2)])
    agent.concurrency = Int32(random.below(6))
    if random.bernoulli(0.5) {
      agent.price = Price(
        perTask: Int64(random.below(20)), perSecond: Int64(random.below(20)),
        perMillionInputTokens: Int64(random.below(20_000)),
        perMillionOutputTokens: Int64(random.below(20_000)))
    }
    // Coarse now and then, so that a budget is spent to the last.
    if random.bernoulli(0.3) { agent.price = Price(perTask: Int64(random.below(5)) * 10) }
    // Fixed by the id unless budgets may be lowered.
    if lowersBudgets {
      if random.bernoulli(0.5) { agent.budget = Int64(random.below(2000)) }
    } else if id.rawValue % 2 == 0 {
      agent.budget = Int64(id.rawValue) * 60
    }
    return agent
  }

  private mutating func throttle() -> Request {
    .throttle(anyAgent(), limit: random.bernoulli(0.3) ? .max : Int32(random.below(5)) - 1)
  }

  private mutating func tenant() -> Tenant {
    let id = TenantID(UInt32(random.below(3)))
    var tenant = Tenant(id: id, weight: Double(random.below(4)))
    if lowersBudgets {
      if random.bernoulli(0.5) { tenant.budget = Int64(random.below(3000)) }
    } else if id.rawValue == 2 {
      tenant.budget = RandomWorld.tenantBudget
    }
    if random.bernoulli(0.3) { tenant.floor = Int32(random.below(5)) - 1 }
    if random.bernoulli(0.02) { tenant.id = TenantID(.max) }
    return tenant
  }

  private mutating func space() -> NameSpace {
    random.bernoulli(0.5) ? .resource : NameSpace.allCases[random.below(NameSpace.allCases.count)]
  }
}
