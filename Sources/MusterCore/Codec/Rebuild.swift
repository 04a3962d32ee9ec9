import MusterMath

/// Everything that follows from the primary state, built again after recovery: columns of the pool, usage of the
/// tenants, lists of leases, shapes, gangs, dependents, keys, the queue and the timers. In each the order is that
/// in which the facts built it, so every later decision is the same.
extension Engine {
  /// - Throws: ``SnapshotError/inconsistent(part:found:expected:)`` for a state that no facts lead to. Every index
  ///   is looked at before it is used.
  mutating func rebuild() throws(SnapshotError) {
    try rebuildTenants()
    try rebuildPool()
    try rebuildRows()
    try rebuildFreeRows()
    try rebuildLeases()
    try rebuildTasks()
    rebuildQueue()
    rebuildTimers()
    if let violation = violations(budgetsFixed: false).first {
      throw .inconsistent(part: violation.place, found: violation.found, expected: violation.expected)
    }
  }

  private func rebuildTenants() throws(SnapshotError) {
    for row in 0..<tenants.count where Int(tenants.terms[row].id.rawValue) != row {
      throw .inconsistent(part: "tenant \(row)", found: "id \(tenants.terms[row].id)", expected: "its row")
    }
  }

  private mutating func rebuildPool() throws(SnapshotError) {
    for row in 0..<pool.count {
      let agent = pool.agents[row]
      guard pool.row(of: agent.id) == row else {
        throw .inconsistent(part: "agent \(agent.id)", found: "a second row", expected: "one")
      }
      do { try checkAgent(agent) } catch {
        throw .inconsistent(part: "agent \(agent.id)", found: "\(error)", expected: "what may join")
      }
      pool.restore(row)
    }
  }

  /// Rows of tasks by id; which of them have ended, in the order of their ends.
  private mutating func rebuildRows() throws(SnapshotError) {
    var ended: [Int] = []
    for row in tasks.occupiedRows {
      let task = tasks.specs[row]
      let record = tasks.records[row]
      guard tasks.rows.insert(task.id.rawValue, Int32(row)) == nil else {
        throw .inconsistent(part: "task \(task.id)", found: "a second row", expected: "one")
      }
      guard Int(task.tenant.rawValue) < tenants.count else {
        throw .inconsistent(
          part: "task \(task.id)", found: "tenant \(task.tenant)", expected: "a known tenant")
      }
      guard record.agent >= -1, Int(record.agent) < pool.count else {
        throw .inconsistent(
          part: "task \(task.id)", found: "agent row \(record.agent)", expected: "a known agent")
      }
      do { try checkContent(task) } catch {
        throw .inconsistent(part: "task \(task.id)", found: "\(error)", expected: "what may be submitted")
      }
      if let fault = record.allowance.fault {
        throw .inconsistent(
          part: "task \(task.id) \(fault.part)", found: fault.found, expected: fault.expected)
      }
      for run in tasks.ballot(of: row)?.runs ?? [] where run.agent < -1 || Int(run.agent) >= pool.count {
        throw .inconsistent(
          part: "task \(task.id)", found: "a run on agent row \(run.agent)", expected: "a known agent")
      }
      if record.status.isEnded { ended.append(row) } else { tasks.liveCount += 1 }
      if let key = task.idempotencyKey {
        let scoped = Engine.scopedKey(key, task.tenant)
        if let other = keys[scoped] {
          throw .inconsistent(part: "task \(task.id)", found: "the key of task \(other)", expected: "its own")
        }
        keys[scoped] = task.id
      }
    }
    let records = tasks.records
    ended.sort { records[$0].endSequence < records[$1].endSequence }
    tasks.endedRows = ended.map(Int32.init)
  }

  private func rebuildFreeRows() throws(SnapshotError) {
    var listed = [Bool](repeating: false, count: tasks.records.count)
    for row in tasks.freeRows {
      guard row >= 0, Int(row) < listed.count, tasks.isFree[Int(row)], !listed[Int(row)] else {
        throw .inconsistent(part: "free rows", found: "row \(row)", expected: "each free row once")
      }
      listed[Int(row)] = true
    }
    for row in listed.indices where tasks.isFree[row] && !listed[row] {
      throw .inconsistent(part: "free rows", found: "row \(row) missing", expected: "each free row once")
    }
  }

  /// What the leases in force hold, in the order in which they were granted.
  private mutating func rebuildLeases() throws(SnapshotError) {
    let records = tasks.records
    let leased = tasks.occupiedRows.filter { records[$0].status.holdsLease }
      .sorted { records[$0].lease < records[$1].lease }
    for row in leased {
      let record = records[row]
      let task = tasks.specs[row]
      let tenant = Int(task.tenant.rawValue)
      guard record.agent >= 0, record.reserve >= 0 else {
        throw .inconsistent(
          part: "task \(task.id)", found: "a lease on row \(record.agent) with reserve \(record.reserve)",
          expected: "an agent and a reserve >= 0")
      }
      let agent = Int(record.agent)
      let devices = Int(pool.devices[agent].count)
      guard devices >= Devices.limit || Int(record.devices) >> devices == 0 else {
        throw .inconsistent(
          part: "task \(task.id)", found: "device mask \(record.devices)", expected: "devices of its agent")
      }
      let (ofAgent, agentOverflow) = pool.reserved[agent].addingReportingOverflow(record.reserve)
      let (_, tenantOverflow) = tenants.reserved[tenant].addingReportingOverflow(record.reserve)
      guard !agentOverflow, !tenantOverflow else {
        throw .inconsistent(
          part: "task \(task.id)", found: "reserve \(record.reserve)", expected: "a sum that fits")
      }
      pool.reserved[agent] = ofAgent
      tenants.occupy(tenant, task.demand, reserve: record.reserve)
      pool.occupy(agent, task.demand, record.devices)
      link(row, to: agent)
    }
  }

  /// Shapes, gangs and dependents, in the order of submission.
  private mutating func rebuildTasks() throws(SnapshotError) {
    let records = tasks.records
    let rows = tasks.occupiedRows.sorted { records[$0].submission < records[$1].submission }
    for row in rows {
      let task = tasks.specs[row]
      tasks.records[row].shape = shapes.intern(task.demand)
      tasks.noteSubmission(row)
      if records[row].status.isEnded { continue }
      if task.gang != .none { gangs.add(task.id, to: task.gang) }
      var pending: Int32 = 0
      for dependency in task.dependencies {
        guard let other = tasks.row(of: dependency, before: records[row].submission),
          !records[other].status.isEnded
        else { continue }
        tasks.dependents[other].append(task.id)
        pending += 1
      }
      guard pending == records[row].pending else {
        throw .inconsistent(
          part: "task \(task.id)", found: "\(records[row].pending) pending dependencies",
          expected: "\(pending)")
      }
    }
  }

  mutating func rebuildQueue() {
    let records = tasks.records
    let ready = tasks.occupiedRows.filter { records[$0].status == .ready }
      .sorted { records[$0].readySequence < records[$1].readySequence }
    for row in ready {
      let task = tasks.specs[row]
      // A gang's first member stands for it.
      if let members = gangs.members(of: task.gang), members.first != task.id { continue }
      enqueue(row)
    }
  }

  private mutating func rebuildTimers() {
    for row in tasks.occupiedRows where !tasks.records[row].status.isEnded {
      setDeadline(row)
      switch tasks.records[row].status {
      case .backingOff: setRetry(row)
      case .ready: setPatience(row)
      case .leased, .running: setLapse(row)
      default: break
      }
    }
    for agent in 0..<pool.count {
      setSilence(agent)
      setDrained(agent)
    }
  }
}
