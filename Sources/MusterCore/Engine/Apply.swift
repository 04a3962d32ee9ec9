import MusterMath

extension Engine {
  /// Takes a fact in. What follows from it by rule alone (a task whose last dependency succeeded is ready) is
  /// done here and has no fact of its own.
  ///
  /// - Throws: ``EngineError/inconsistentFact(_:)`` for a fact that this state cannot have led to; nothing has
  ///   changed then.
  public mutating func apply(_ fact: Fact) throws(EngineError) {
    let at = fact.at
    switch fact.event {
    case .defined(let space, let index, let name): try applyDefined(space, index, name)
    case .tenantSet(let tenant):
      try check(tenant.id)
      tenants.set(tenant)
    case .agentJoined(let agent): try applyJoined(agent, at)
    case .agentChanged(let agent): try applyChanged(agent, at)
    case .agentDraining(let id): try applyDraining(id)
    case .agentSuspected(let id): try applySuspected(id)
    case .agentCleared(let id): try applyCleared(id, at)
    case .agentLeft(let id, _): try applyLeft(id)
    case .heartbeat(let id):
      let row = try known(id)
      guard pool.status[row] != .left else {
        throw .inconsistentFact("agent \(id) is heard of after it left")
      }
      sign(of: row, at)
    case .submitted(let task): try applySubmitted(task, at)
    case .retried(let id): try applyRetried(id, at)
    case .leased(let lease): try applyLeased(lease, at)
    case .explained: break
    case .started(let lease, let id):
      let row = try leaseRow(lease, id)
      tasks.records[row].status = .running
      sign(of: Int(tasks.records[row].agent), at)
    case .renewed(let lease, let id, let until):
      let row = try leaseRow(lease, id)
      tasks.records[row].until = until
      setLapse(row)
      sign(of: Int(tasks.records[row].agent), at)
    case .revoked(let lease, let id, let reason, let moving): try applyRevoked(lease, id, reason, moving, at)
    case .attemptFailed(let lease, let id, let charge, let retryAt):
      try applyAttemptFailed(lease, id, charge, retryAt, at)
    case .ended(let ending): try applyEnded(ending, at)
    case .reportIgnored: totals.ignoredReports += 1
    case .feedback(let id, let reward): tasks.records[try known(id)].reward = reward
    }
    if at > now { now = at }
    totals.facts += 1
    while let timer = timers.first, !isLive(timer) { timers.removeFirst() }
  }

  // MARK: names and agents

  private mutating func applyDefined(_ space: NameSpace, _ index: UInt32, _ name: String) throws(EngineError)
  {
    guard Int(index) == vocabulary.count(in: space), vocabulary.index(of: name, in: space) == nil,
      vocabulary.intern(name, in: space) != nil
    else { throw .inconsistentFact("\(space) \"\(name)\" as number \(index)") }
  }

  private mutating func applyJoined(_ agent: Agent, _ at: Instant) throws(EngineError) {
    try checkOffer(agent)
    let row: Int
    if let known = pool.row(of: agent.id) {
      row = known
      guard pool.status[row] == .left, pool.inFlight[row] == 0 else {
        throw .inconsistentFact("agent \(agent.id) joins twice")
      }
    } else {
      row = pool.append(agent, seed: configuration.seed)
      firstOnAgent.append(-1)
    }
    pool.revive(row, agent)
    sign(of: row, at, force: true)
    openings.gained(row, pool, shapes)
  }

  private mutating func applyChanged(_ agent: Agent, _ at: Instant) throws(EngineError) {
    let row = try known(agent.id)
    guard pool.status[row] != .left else {
      throw .inconsistentFact("agent \(agent.id) changes after it left")
    }
    try checkOffer(agent)
    guard pool.leasesFit(row, agent) else {
      throw .inconsistentFact("agent \(agent.id) changes to less than its leases hold")
    }
    pool.change(row, agent)
    sign(of: row, at)
    openings.gained(row, pool, shapes)
  }

  private mutating func applyDraining(_ id: AgentID) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] == .active || pool.status[row] == .suspected else {
      throw .inconsistentFact("agent \(id) drains while \(pool.status[row])")
    }
    pool.setStatus(row, .draining)
    setDrained(row)
    setSilence(row)
  }

  private mutating func applySuspected(_ id: AgentID) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] == .active else {
      throw .inconsistentFact("agent \(id) is suspected while \(pool.status[row])")
    }
    pool.setStatus(row, .suspected)
    setSilence(row)
  }

  private mutating func applyCleared(_ id: AgentID, _ at: Instant) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] == .suspected else {
      throw .inconsistentFact("agent \(id) is cleared while \(pool.status[row])")
    }
    pool.setStatus(row, .active)
    sign(of: row, at, force: true)
    openings.gained(row, pool, shapes)
  }

  private mutating func applyLeft(_ id: AgentID) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] != .left else { throw .inconsistentFact("agent \(id) leaves twice") }
    guard firstOnAgent[row] < 0 else { throw .inconsistentFact("agent \(id) leaves with leases in force") }
    pool.retire(row)
  }

  private func checkOffer(_ agent: Agent) throws(EngineError) {
    do { try checkAgent(agent) } catch { throw .inconsistentFact("agent \(agent.id) offers \(error)") }
  }

  // MARK: tasks

  private mutating func applySubmitted(_ task: Task, _ at: Instant) throws(EngineError) {
    guard tasks.row(of: task.id) == nil else { throw .inconsistentFact("task \(task.id) is submitted twice") }
    do {
      try check(task.tenant)
      try checkContent(task)
    } catch { throw .inconsistentFact("task \(task.id) is submitted with \(error)") }
    tenants.ensure(task.tenant)
    let row = tasks.insert(task)
    tasks.records[row].shape = shapes.intern(task.demand)
    if shapes.count > shapeLimit { compactShapes() }
    tasks.records[row].submittedAt = at
    totals.submitted += 1
    tasks.records[row].submission = totals.submitted
    if let key = task.idempotencyKey { keys[Engine.scopedKey(key, task.tenant)] = task.id }
    if task.gang != .none { gangs.add(task.id, to: task.gang) }
    var pending: Int32 = 0
    for dependency in task.dependencies {
      guard let other = tasks.row(of: dependency) else { continue }
      if tasks.records[other].status == .succeeded { continue }
      pending += 1
      if !tasks.records[other].status.isEnded { tasks.dependents[other].append(task.id) }
    }
    tasks.records[row].pending = pending
    setDeadline(row)
    makeReady(row, at)
  }

  private mutating func applyRetried(_ id: TaskID, _ at: Instant) throws(EngineError) {
    let row = try known(id)
    guard tasks.records[row].status == .backingOff else {
      throw .inconsistentFact("task \(id) is retried while \(tasks.records[row].status)")
    }
    tasks.records[row].status = .submitted
    makeReady(row, at)
  }

  private mutating func applyLeased(_ lease: Lease, _ at: Instant) throws(EngineError) {
    let row = try known(lease.task)
    let agent = try known(lease.agent)
    guard tasks.records[row].status == .ready else {
      throw .inconsistentFact("task \(lease.task) is leased while \(tasks.records[row].status)")
    }
    let demand = tasks.specs[row].demand
    let tenant = Int(tasks.specs[row].tenant.rawValue)
    guard pool.admits(demand, at: agent), Engine.covers(lease.devices, demand.devices, pool.devices[agent])
    else {
      throw .inconsistentFact(
        "task \(lease.task) is leased to agent \(lease.agent), which has no room for it")
    }
    guard lease.id.rawValue >= nextLease, lease.id.rawValue < .max else {
      throw .inconsistentFact("lease \(lease.id) is granted twice")
    }
    let room = min(pool.room(at: agent), tenants.room(tasks.specs[row].tenant))
    guard lease.reserve == 0 || (lease.reserve > 0 && lease.reserve <= room) else {
      throw .inconsistentFact("lease \(lease.id) reserves \(lease.reserve), more than is left")
    }
    unqueue(row)
    withRecord(row) {
      $0.status = .leased
      $0.lease = lease.id
      $0.agent = Int32(agent)
      $0.devices = lease.devices
      $0.leasedAt = at
      $0.until = lease.until
      $0.reserve = lease.reserve
      $0.decision = lease.decision
      $0.propensity = lease.propensity
    }
    pool.occupy(agent, demand, lease.devices)
    pool.reserved[agent] += lease.reserve
    pool.lastLease[agent] = lease.id.rawValue
    tenants.usage[tenant] += demand.resources
    tenants.deviceMilli[tenant] += Int64(demand.devices.totalMilli)
    tenants.reserved[tenant] += lease.reserve
    link(row, to: agent)
    setLapse(row)
    nextLease = lease.id.rawValue &+ 1
    // Decisions are numbered by whoever decides, up to the last number there is.
    if lease.decision.rawValue >= nextDecision {
      nextDecision = max(nextDecision, lease.decision.rawValue &+ 1)
    }
    totals.leases += 1
  }

  private mutating func applyRevoked(
    _ lease: LeaseID, _ id: TaskID, _ reason: RevokeReason, _ moving: MigrationCost, _ at: Instant
  ) throws(EngineError) {
    let row = try leaseRow(lease, id)
    release(row, charge: 0)
    if reason == .lapsed { tasks.records[row].failures += 1 }
    tasks.records[row].status = .submitted
    totals.revocations += 1
    if reason == .preempted { totals.preemptions += 1 }
    totals.movedMiB += moving.trafficMiB
    makeReady(row, at)
  }

  private mutating func applyAttemptFailed(
    _ lease: LeaseID, _ id: TaskID, _ charge: Int64, _ retryAt: Instant, _ at: Instant
  ) throws(EngineError) {
    let row = try leaseRow(lease, id)
    guard charge >= 0, charge <= tasks.records[row].reserve else {
      throw .inconsistentFact("lease \(lease) is charged \(charge), not what was reserved")
    }
    sign(of: Int(tasks.records[row].agent), at)
    release(row, charge: charge)
    tasks.records[row].failures += 1
    if retryAt <= at {
      tasks.records[row].status = .submitted
      makeReady(row, at)
    } else {
      tasks.records[row].status = .backingOff
      tasks.records[row].wakeAt = retryAt
      setRetry(row)
    }
  }

  private mutating func applyEnded(_ ending: Ending, _ at: Instant) throws(EngineError) {
    let row = try known(ending.task)
    let status = tasks.records[row].status
    guard !status.isEnded else { throw .inconsistentFact("task \(ending.task) ends twice") }
    guard tasks.records[row].lease == ending.lease else {
      throw .inconsistentFact("task \(ending.task) ends under lease \(ending.lease), not its own")
    }
    guard ending.charge >= 0, ending.charge <= tasks.records[row].reserve, ending.overrun >= 0 else {
      throw .inconsistentFact("task \(ending.task) is charged \(ending.charge), not what was reserved")
    }
    guard ending.end != .succeeded || status.holdsLease else {
      throw .inconsistentFact("task \(ending.task) succeeds while \(status)")
    }
    if status == .ready { unqueue(row) }
    if status.holdsLease {
      if ending.reason.isAgentsWord {
        sign(of: Int(tasks.records[row].agent), at)
      }
      release(row, charge: ending.charge)
    }
    endSequence += 1
    let sequence = endSequence
    withRecord(row) {
      $0.status = TaskStatus(ending.end)
      $0.reason = ending.reason
      $0.reward = ending.reward
      $0.endedAt = at
      $0.endSequence = sequence
      if ending.end == .failed { $0.failures += 1 }
    }
    totals.ended[Int(ending.end.rawValue)] += 1
    totals.overrun = Price.saturatingAdd(totals.overrun, ending.overrun)
    let gang = tasks.specs[row].gang
    if gang != .none { gangs.remove(ending.task, from: gang) }
    if ending.end == .succeeded {
      let dependents = tasks.dependents[row]
      tasks.dependents[row] = []
      for id in dependents {
        guard let dependent = tasks.row(of: id), tasks.records[dependent].status == .submitted else {
          continue
        }
        tasks.records[dependent].pending -= 1
        makeReady(dependent, at)
      }
    }
    if let forgotten = tasks.retire(row, retention: configuration.retention) { forget(forgotten) }
  }

  /// Takes out what still points at a task that is kept no longer: its id may come again.
  private mutating func forget(_ task: TaskTable.Forgotten) {
    if let key = task.idempotencyKey { keys[Engine.scopedKey(key, task.tenant)] = nil }
    for dependency in task.dependencies {
      guard let row = tasks.row(of: dependency), !tasks.records[row].status.isEnded else { continue }
      tasks.dependents[row].removeAll { $0 == task.id }
    }
  }

  // MARK: parts

  private func known(_ id: AgentID) throws(EngineError) -> Int {
    guard let row = pool.row(of: id) else { throw .inconsistentFact("agent \(id) is not known") }
    return row
  }

  private func known(_ id: TaskID) throws(EngineError) -> Int {
    guard let row = tasks.row(of: id) else { throw .inconsistentFact("task \(id) is not known") }
    return row
  }

  private func leaseRow(_ lease: LeaseID, _ id: TaskID) throws(EngineError) -> Int {
    let row = try known(id)
    guard tasks.records[row].lease == lease, tasks.records[row].status.holdsLease else {
      throw .inconsistentFact("lease \(lease) of task \(id) is not in force")
    }
    return row
  }

  @inline(__always)
  mutating func withRecord(_ row: Int, _ body: (inout TaskRecord) -> Void) { body(&tasks.records[row]) }

  /// Into the list of the agent's leases.
  mutating func link(_ row: Int, to agent: Int) {
    let first = firstOnAgent[agent]
    withRecord(row) {
      $0.nextOnAgent = first
      $0.previousOnAgent = -1
    }
    if first >= 0 { tasks.records[Int(first)].previousOnAgent = Int32(row) }
    firstOnAgent[agent] = Int32(row)
  }

  /// Gives back all that a lease holds and settles its money.
  private mutating func release(_ row: Int, charge: Int64) {
    let record = tasks.records[row]
    let demand = tasks.specs[row].demand
    let agent = Int(record.agent)
    let tenant = Int(tasks.specs[row].tenant.rawValue)
    pool.reserved[agent] -= record.reserve
    pool.spent[agent] += charge
    pool.vacate(agent, demand, record.devices)
    tenants.usage[tenant] -= demand.resources
    tenants.deviceMilli[tenant] -= Int64(demand.devices.totalMilli)
    tenants.reserved[tenant] -= record.reserve
    tenants.spent[tenant] += charge
    totals.spent = Price.saturatingAdd(totals.spent, charge)
    if record.previousOnAgent >= 0 {
      tasks.records[Int(record.previousOnAgent)].nextOnAgent = record.nextOnAgent
    } else {
      firstOnAgent[agent] = record.nextOnAgent
    }
    if record.nextOnAgent >= 0 {
      tasks.records[Int(record.nextOnAgent)].previousOnAgent = record.previousOnAgent
    }
    withRecord(row) {
      $0.lease = .none
      $0.reserve = 0
      $0.spent += charge
      $0.devices = 0
      $0.until = .never
      $0.nextOnAgent = -1
      $0.previousOnAgent = -1
    }
    openings.gained(agent, pool, shapes)
    setDrained(agent)
  }

  /// Puts a task that waits for nothing any more into the queue; a gang when the last of it waits for nothing.
  private mutating func makeReady(_ row: Int, _ at: Instant) {
    guard tasks.records[row].status == .submitted, tasks.records[row].pending == 0 else { return }
    let gang = tasks.specs[row].gang
    if gang == .none {
      enter(row, at)
      enqueue(row)
      return
    }
    guard let members = gangs.members(of: gang) else { return }
    for member in members {
      guard let other = tasks.row(of: member), tasks.records[other].status == .submitted,
        tasks.records[other].pending == 0
      else { return }
    }
    guard isWhole(gang, members) else { return }
    for (index, member) in members.enumerated() {
      guard let other = tasks.row(of: member) else { continue }
      enter(other, at)
      if index == 0 { enqueue(other) }
    }
  }

  /// Whether every member of a gang has been taken in. Its facts come one by one, each naming the size.
  private func isWhole(_ gang: GangID, _ members: [TaskID]) -> Bool {
    guard let first = members.first, let row = tasks.row(of: first) else { return false }
    return tasks.specs[row].gangSize <= members.count || tasks.records[row].readySequence > 0
  }

  private mutating func enter(_ row: Int, _ at: Instant) {
    readySequence += 1
    let sequence = readySequence
    withRecord(row) {
      $0.status = .ready
      $0.readySince = at
      $0.readySequence = sequence
      $0.offeredRound = 0
    }
    setPatience(row)
  }

  mutating func enqueue(_ row: Int) {
    let record = tasks.records[row]
    queue.add(
      row: Int32(row), sequence: record.readySequence, priority: tasks.specs[row].priority,
      tenant: Int32(tasks.specs[row].tenant.rawValue), shape: record.shape,
      isImpatient: tasks.specs[row].patience == 0)
    tasks.records[row].isQueued = true
  }

  private mutating func unqueue(_ row: Int) {
    guard tasks.records[row].isQueued else { return }
    tasks.records[row].isQueued = false
    queue.drop(
      priority: tasks.specs[row].priority, tenant: Int32(tasks.specs[row].tenant.rawValue),
      shape: tasks.records[row].shape, isImpatient: tasks.specs[row].patience == 0)
  }

  /// A sign of life. Close ones count as one, so that busy agents do not fill the heap with timers.
  private mutating func sign(of agent: Int, _ at: Instant, force: Bool = false) {
    guard configuration.suspectAfter != Task.forever else {
      if force { pool.lastSeen[agent] = at }
      return
    }
    guard force || at - pool.lastSeen[agent] >= heartbeatGrain, pool.status[agent] != .left else { return }
    pool.lastSeen[agent] = at
    setSilence(agent)
  }
}
