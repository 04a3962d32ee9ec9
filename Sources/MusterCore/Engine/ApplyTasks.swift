/// How tasks change when facts are taken in.
extension Engine {
  mutating func applySubmitted(_ task: Task, _ at: Instant) throws(EngineError) {
    guard tasks.row(of: task.id) == nil else { throw .inconsistentFact("task \(task.id) is submitted twice") }
    do {
      try check(task.tenant)
      try checkContent(task)
    } catch { throw .inconsistentFact("task \(task.id) is submitted with \(error)") }
    if let parent = task.ballot {
      guard let row = tasks.row(of: parent), tasks.specs[row].ask != nil, !tasks.records[row].status.isEnded
      else { throw .inconsistentFact("task \(task.id) is a run of task \(parent), which asks nobody") }
    }
    tenants.ensure(task.tenant)
    let row = tasks.insert(task)
    tasks.records[row].shape = shapes.intern(task.demand)
    if shapes.count > shapeLimit { compactShapes() }
    tasks.records[row].submittedAt = at
    totals.submitted += 1
    tasks.records[row].submission = totals.submitted
    tasks.noteSubmission(row)
    openRun(row)
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

  mutating func applyRetried(_ id: TaskID, _ at: Instant) throws(EngineError) {
    let row = try known(id)
    guard tasks.records[row].status == .backingOff else {
      throw .inconsistentFact("task \(id) is retried while \(tasks.records[row].status)")
    }
    tasks.records[row].status = .submitted
    makeReady(row, at)
  }

  mutating func applyLeased(_ lease: Lease, _ at: Instant) throws(EngineError) {
    let row = try known(lease.task)
    let agent = try known(lease.agent)
    guard tasks.records[row].status == .ready else {
      throw .inconsistentFact("task \(lease.task) is leased while \(tasks.records[row].status)")
    }
    let demand = tasks.specs[row].demand
    let tenant = Int(tasks.specs[row].tenant.rawValue)
    guard lease.allowance.fault == nil else {
      throw .inconsistentFact("lease \(lease.id) allows \(lease.allowance)")
    }
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
      $0.effort = lease.effort
      let tries = lease.allowance.tries ?? $0.allowance.tries
      $0.allowance = lease.allowance
      $0.allowance.tries = tries
    }
    tasks.withBallot(ofRunAt: row) {
      $0.give(
        lease.task, to: Int32(agent), decision: lease.decision, weight: lease.allowance.weight ?? 1)
    }
    pool.occupy(agent, demand, lease.devices)
    pool.reserved[agent] += lease.reserve
    pool.lastLease[agent] = lease.id.rawValue
    tenants.occupy(tenant, demand, reserve: lease.reserve)
    link(row, to: agent)
    setLapse(row)
    nextLease = lease.id.rawValue &+ 1
    // Decisions are numbered by whoever decides, up to the last number there is.
    if lease.decision.rawValue >= nextDecision {
      nextDecision = max(nextDecision, lease.decision.rawValue &+ 1)
    }
    totals.leases += 1
  }

  mutating func applyRevoked(
    _ lease: LeaseID, _ id: TaskID, _ reason: RevokeReason, _ moving: MigrationCost, _ at: Instant
  ) throws(EngineError) {
    let row = try leaseRow(lease, id)
    release(row, charge: 0)
    if reason == .lapsed { tasks.records[row].failures += 1 }
    if reason == .lapsed || reason == .agentLeft { tasks.noteFailure(row) }
    tasks.records[row].status = .submitted
    totals.revocations += 1
    if reason == .preempted { totals.preemptions += 1 }
    totals.movedMiB += moving.trafficMiB
    makeReady(row, at)
  }

  mutating func applyAttemptFailed(
    _ lease: LeaseID, _ id: TaskID, _ charge: Int64, _ retryAt: Instant, _ at: Instant
  ) throws(EngineError) {
    let row = try leaseRow(lease, id)
    guard charge >= 0, charge <= chargeable(row) else {
      throw .inconsistentFact("lease \(lease) is charged \(charge), more than the budgets hold")
    }
    sign(of: Int(tasks.records[row].agent), at)
    release(row, charge: charge)
    tasks.records[row].failures += 1
    tasks.noteFailure(row)
    if retryAt <= at {
      tasks.records[row].status = .submitted
      makeReady(row, at)
    } else {
      tasks.records[row].status = .backingOff
      tasks.records[row].wakeAt = retryAt
      setRetry(row)
    }
  }

  private func isPayable(_ ending: Ending, _ row: Int) -> Bool {
    guard ending.charge >= 0, ending.overrun >= 0 else { return false }
    return ending.charge == 0 || tasks.records[row].status.holdsLease && ending.charge <= chargeable(row)
  }

  mutating func applyEnded(_ ending: Ending, _ at: Instant) throws(EngineError) {
    let row = try known(ending.task)
    let status = tasks.records[row].status
    guard !status.isEnded else { throw .inconsistentFact("task \(ending.task) ends twice") }
    guard tasks.records[row].lease == ending.lease else {
      throw .inconsistentFact("task \(ending.task) ends under lease \(ending.lease), not its own")
    }
    guard isPayable(ending, row) else {
      throw .inconsistentFact("task \(ending.task) is charged \(ending.charge), more than the budgets hold")
    }
    let isDecided = ending.winner != nil && tasks.specs[row].ask != nil
    guard ending.end != .succeeded || status.holdsLease || isDecided else {
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
      if ending.reason == .calledOff { $0.calledOff = ending.lease }
    }
    tasks.withBallot(ofRunAt: row) { $0.take(ending) }
    if let winner = ending.winner { takeWinner(winner, row) }
    if tasks.records[row].failedSlot >= 0 { tasks.setFailedAgents(of: row, FailedAgents()) }
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

  /// What a run that was called off had cost is on its bill, and on those of its tenant and its agent.
  mutating func applySettled(
    _ lease: LeaseID, _ id: TaskID, _ charge: Int64, _ overrun: Int64
  ) throws(EngineError) {
    let row = try known(id)
    guard lease != .none, tasks.records[row].calledOff == lease else {
      throw .inconsistentFact("lease \(lease) of task \(id) is settled, and was not called off")
    }
    guard charge >= 0, overrun >= 0, charge <= chargeable(row) else {
      throw .inconsistentFact("lease \(lease) is charged \(charge), more than the budgets hold")
    }
    tasks.records[row].calledOff = .none
    tasks.records[row].spent += charge
    pool.spent[Int(tasks.records[row].agent)] += charge
    tenants.spent[Int(tasks.specs[row].tenant.rawValue)] += charge
    totals.spent = Price.saturatingAdd(totals.spent, charge)
    totals.overrun = Price.saturatingAdd(totals.overrun, overrun)
  }

  /// Takes out what still points at a task that is kept no longer: its id may come again.
  mutating func forget(_ task: TaskTable.Forgotten) {
    if let key = task.idempotencyKey { keys[Engine.scopedKey(key, task.tenant)] = nil }
    for dependency in task.dependencies {
      guard let row = tasks.row(of: dependency), !tasks.records[row].status.isEnded else { continue }
      tasks.dependents[row].removeAll { $0 == task.id }
    }
  }
}
