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
      guard tenant.floor >= 0 else {
        throw .inconsistentFact("tenant \(tenant.id) has a floor of \(tenant.floor)")
      }
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
    case .agentThrottled(let id, let limit): try applyThrottled(id, limit)
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
    case .graded(let lease, let id, _): _ = try leaseRow(lease, id)
    case .attemptFailed(let lease, let id, let charge, let retryAt, _):
      try applyAttemptFailed(lease, id, charge, retryAt, at)
    case .ended(let ending): try applyEnded(ending, at)
    case .settled(let lease, let id, let charge, let overrun): try applySettled(lease, id, charge, overrun)
    case .reportIgnored: totals.ignoredReports += 1
    case .feedback(let id, let reward): tasks.records[try known(id)].reward = reward
    case .noted: break
    }
    if at > now { now = at }
    totals.facts += 1
    while let timer = timers.first, !isLive(timer) { timers.removeFirst() }
  }

  func known(_ id: AgentID) throws(EngineError) -> Int {
    guard let row = pool.row(of: id) else { throw .inconsistentFact("agent \(id) is not known") }
    return row
  }

  func known(_ id: TaskID) throws(EngineError) -> Int {
    guard let row = tasks.row(of: id) else { throw .inconsistentFact("task \(id) is not known") }
    return row
  }

  func leaseRow(_ lease: LeaseID, _ id: TaskID) throws(EngineError) -> Int {
    let row = try known(id)
    guard tasks.records[row].lease == lease, tasks.records[row].status.holdsLease else {
      throw .inconsistentFact("lease \(lease) of task \(id) is not in force")
    }
    return row
  }

  @inline(__always)
  mutating func withRecord(_ row: Int, _ body: (inout TaskRecord) -> Void) { body(&tasks.records[row]) }
}
