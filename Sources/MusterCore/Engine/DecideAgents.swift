extension Engine {
  func decideJoin(_ agent: Agent, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    try checkAgent(agent)
    if let row = pool.row(of: agent.id) {
      if pool.status[row] != .left {
        // A second registration of an agent that is here: what it offers may have changed, its work goes on.
        try decideChange(agent, at, &facts)
        return
      }
    } else {
      guard pool.count < configuration.agentLimit else { throw .poolFull(limit: configuration.agentLimit) }
    }
    facts.append(Fact(at: at, .agentJoined(agent)))
  }

  func decideChange(_ agent: Agent, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    try checkAgent(agent)
    let row = try agentRow(agent.id)
    guard pool.status[row] != .left else { throw .unknownAgent(agent.id) }
    guard agent.isWatched == pool.agents[row].isWatched else {
      throw .malformed(
        part: "agent \(agent.id) watched", found: "\(agent.isWatched)",
        expected: "what it joined the pool with")
    }
    appendCleared(row, at, &facts)
    var free = pool.free[row] + agent.capacity - pool.agents[row].capacity
    var slots = agent.concurrency - pool.inFlight[row]
    let devicesLost = agent.deviceCount < pool.agents[row].deviceCount
    let kept: DeviceMask = agent.deviceCount >= 16 ? .max : (1 << DeviceMask(agent.deviceCount)) - 1
    if free.hasNegative || slots < 0 || devicesLost {
      // The least important and latest first, until the rest fits.
      let order = leases(of: row).sorted {
        let a = tasks.specs[$0].priority
        let b = tasks.specs[$1].priority
        return a != b ? a < b : tasks.records[$0].lease > tasks.records[$1].lease
      }
      var revoked: [TaskID] = []
      for task in order {
        let record = tasks.records[task]
        let uncovered = record.devices & ~kept != 0
        guard free.hasNegative || slots < 0 || uncovered else { continue }
        if revoked.contains(tasks.specs[task].id) { continue }
        let first = facts.count
        appendRevocation(task, .capacityShrunk, at, &facts)
        for fact in facts[first...] {
          guard case .revoked(_, let id, _, _) = fact.event, let other = tasks.row(of: id) else { continue }
          revoked.append(id)
          if Int(tasks.records[other].agent) == row {
            free += tasks.specs[other].demand.resources
            slots += 1
          }
        }
      }
    }
    facts.append(Fact(at: at, .agentChanged(agent)))
  }

  func decideDrain(_ id: AgentID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try agentRow(id)
    switch pool.status[row] {
    case .left: throw .unknownAgent(id)
    case .draining: return
    case .active, .suspected: facts.append(Fact(at: at, .agentDraining(id)))
    }
  }

  func decideLeave(_ id: AgentID, _ reason: LeaveReason, _ at: Instant, _ facts: inout [Fact])
    throws(EngineError)
  {
    let row = try agentRow(id)
    guard pool.status[row] != .left else { return }
    appendLeave(row, reason, at, &facts)
  }

  func appendLeave(_ row: Int, _ reason: LeaveReason, _ at: Instant, _ facts: inout [Fact]) {
    var revoked: [TaskID] = []
    for task in leases(of: row) where !revoked.contains(tasks.specs[task].id) {
      let first = facts.count
      appendRevocation(task, .agentLeft, at, &facts)
      if tasks.specs[task].gang != .none {
        for fact in facts[first...] {
          if case .revoked(_, let id, _, _) = fact.event { revoked.append(id) }
        }
      }
    }
    facts.append(Fact(at: at, .agentLeft(pool.agents[row].id, reason)))
  }

  func decideHeartbeat(_ id: AgentID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try agentRow(id)
    switch pool.status[row] {
    case .left: throw .unknownAgent(id)
    case .suspected: appendCleared(row, at, &facts)
    case .active, .draining:
      // A fact for every heartbeat would fill the log with them: one a quarter of the time-out is enough.
      if at - pool.lastSeen[row] >= heartbeatGrain { facts.append(Fact(at: at, .heartbeat(id))) }
    }
  }

  func decideThrottle(_ id: AgentID, _ limit: Int32, _ at: Instant, _ facts: inout [Fact])
    throws(EngineError)
  {
    let row = try agentRow(id)
    guard limit >= 0 else {
      throw .malformed(part: "agent \(id) throttle", found: "\(limit)", expected: "a number of tasks >= 0")
    }
    guard pool.status[row] != .left else { throw .unknownAgent(id) }
    if limit == pool.allowance[row] { return }
    facts.append(Fact(at: at, .agentThrottled(id, limit: limit)))
  }

  /// Whatever an agent says, it is heard of again.
  func appendCleared(_ row: Int, _ at: Instant, _ facts: inout [Fact]) {
    if pool.status[row] == .suspected { facts.append(Fact(at: at, .agentCleared(pool.agents[row].id))) }
  }

  /// Signs of life closer together than this are one.
  var heartbeatGrain: Nanoseconds {
    configuration.suspectAfter == Task.forever ? Task.forever : max(1, configuration.suspectAfter / 4)
  }

  /// Rows of the tasks that the agent holds, in the order of their leases.
  func leases(of agentRow: Int) -> [Int] {
    var rows: [Int] = []
    var row = firstOnAgent[agentRow]
    while row >= 0 {
      rows.append(Int(row))
      row = tasks.records[Int(row)].nextOnAgent
    }
    // The list's own order depends on history that a snapshot does not keep.
    return rows.sorted { tasks.records[$0].lease < tasks.records[$1].lease }
  }

  func checkAgent(_ agent: Agent) throws(EngineError) {
    let lanes = agent.capacity.lanes
    for lane in 0..<Resources.dimensions where lanes[lane] < 0 || lanes[lane] > Engine.amountLimit {
      let name = vocabulary.name(UInt32(lane), in: .resource) ?? "resource \(lane)"
      throw .malformed(
        part: "agent \(agent.id) capacity of \(name)", found: "\(lanes[lane])",
        expected: "an amount in 0...\(Engine.amountLimit)")
    }
    guard Int(agent.role.rawValue) < NameSpace.role.limit else {
      throw .malformed(
        part: "agent \(agent.id) role", found: "\(agent.role)",
        expected: "an index below \(NameSpace.role.limit)")
    }
    guard Int(agent.deviceCount) <= Devices.limit else {
      throw .malformed(
        part: "agent \(agent.id) devices", found: "\(agent.deviceCount)", expected: "at most \(Devices.limit)"
      )
    }
    guard agent.deviceModel < 64 else {
      throw .malformed(
        part: "agent \(agent.id) device model", found: "\(agent.deviceModel)", expected: "below 64")
    }
    guard agent.concurrency >= 1 else {
      throw .malformed(part: "agent \(agent.id) concurrency", found: "\(agent.concurrency)", expected: ">= 1")
    }
    guard agent.speed.isFinite, agent.speed > 0 else {
      throw .malformed(part: "agent \(agent.id) speed", found: "\(agent.speed)", expected: "a number above 0")
    }
    let price = agent.price
    guard price.perTask >= 0, price.perSecond >= 0, price.perMillionInputTokens >= 0,
      price.perMillionOutputTokens >= 0, agent.budget >= 0
    else {
      throw .malformed(
        part: "agent \(agent.id) price or budget", found: "a negative amount", expected: ">= 0")
    }
    for feature in agent.features where !feature.isFinite {
      throw .malformed(part: "agent \(agent.id) feature", found: "\(feature)", expected: "a finite number")
    }
  }
}
