/// How names and agents change when facts are taken in.
extension Engine {
  mutating func applyDefined(_ space: NameSpace, _ index: UInt32, _ name: String) throws(EngineError) {
    guard Int(index) == vocabulary.count(in: space), vocabulary.index(of: name, in: space) == nil,
      vocabulary.intern(name, in: space) != nil
    else { throw .inconsistentFact("\(space) \"\(name)\" as number \(index)") }
  }

  mutating func applyJoined(_ agent: Agent, _ at: Instant) throws(EngineError) {
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

  mutating func applyChanged(_ agent: Agent, _ at: Instant) throws(EngineError) {
    let row = try known(agent.id)
    guard pool.status[row] != .left else {
      throw .inconsistentFact("agent \(agent.id) changes after it left")
    }
    try checkOffer(agent)
    guard agent.isWatched == pool.agents[row].isWatched else {
      throw .inconsistentFact("agent \(agent.id) changes whether it is watched while it is in the pool")
    }
    guard pool.leasesFit(row, agent) else {
      throw .inconsistentFact("agent \(agent.id) changes to less than its leases hold")
    }
    pool.change(row, agent)
    sign(of: row, at)
    openings.gained(row, pool, shapes)
  }

  mutating func applyDraining(_ id: AgentID) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] == .active || pool.status[row] == .suspected else {
      throw .inconsistentFact("agent \(id) drains while \(pool.status[row])")
    }
    pool.setStatus(row, .draining)
    setDrained(row)
    setSilence(row)
  }

  mutating func applySuspected(_ id: AgentID) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] == .active else {
      throw .inconsistentFact("agent \(id) is suspected while \(pool.status[row])")
    }
    pool.setStatus(row, .suspected)
    setSilence(row)
  }

  mutating func applyCleared(_ id: AgentID, _ at: Instant) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] == .suspected else {
      throw .inconsistentFact("agent \(id) is cleared while \(pool.status[row])")
    }
    pool.setStatus(row, .active)
    sign(of: row, at, force: true)
    openings.gained(row, pool, shapes)
  }

  mutating func applyThrottled(_ id: AgentID, _ limit: Int32) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] != .left, limit >= 0, limit != pool.allowance[row] else {
      throw .inconsistentFact("agent \(id) is throttled to \(limit) while \(pool.status[row])")
    }
    pool.throttle(row, limit)
    openings.gained(row, pool, shapes)
  }

  mutating func applyLeft(_ id: AgentID) throws(EngineError) {
    let row = try known(id)
    guard pool.status[row] != .left else { throw .inconsistentFact("agent \(id) leaves twice") }
    guard firstOnAgent[row] < 0 else { throw .inconsistentFact("agent \(id) leaves with leases in force") }
    pool.retire(row)
  }

  func checkOffer(_ agent: Agent) throws(EngineError) {
    do { try checkAgent(agent) } catch { throw .inconsistentFact("agent \(agent.id) offers \(error)") }
  }

  /// A sign of life. Close ones count as one, so that busy agents do not fill the heap with timers.
  mutating func sign(of agent: Int, _ at: Instant, force: Bool = false) {
    guard configuration.suspectAfter != Task.forever else {
      if force { pool.lastSeen[agent] = at }
      return
    }
    guard force || at - pool.lastSeen[agent] >= heartbeatGrain, pool.status[agent] != .left else { return }
    pool.lastSeen[agent] = at
    setSilence(agent)
  }
}
