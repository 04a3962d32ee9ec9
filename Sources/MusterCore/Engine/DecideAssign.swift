extension Engine {
  func decideAssign(_ assignment: Assignment, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let taskRow = try taskRow(assignment.task)
    let agentRow = try agentRow(assignment.agent)
    guard tasks.specs[taskRow].gang == .none else { throw .notAssignable(assignment.task, .gangIncomplete) }
    var ledger = Ledger()
    try appendLease(assignment, taskRow, agentRow, lease: nextLease, &ledger, at, &facts)
  }

  /// A gang is leased whole: every living member is in the list, and all fit at the same time.
  func decideAssignGang(_ assignments: [Assignment], _ at: Instant, _ facts: inout [Fact]) throws(EngineError)
  {
    guard let first = assignments.first else { return }
    let firstRow = try taskRow(first.task)
    let gang = tasks.specs[firstRow].gang
    guard gang != .none, let members = gangs.members(of: gang), members.count == assignments.count else {
      throw .notAssignable(first.task, .gangIncomplete)
    }
    var ledger = Ledger()
    var leased: [Fact] = []
    for (index, assignment) in assignments.enumerated() {
      let taskRow = try taskRow(assignment.task)
      guard tasks.specs[taskRow].gang == gang,
        !assignments[..<index].contains(where: { $0.task == assignment.task })
      else { throw .notAssignable(assignment.task, .gangIncomplete) }
      let agentRow = try agentRow(assignment.agent)
      try appendLease(assignment, taskRow, agentRow, lease: nextLease + UInt64(index), &ledger, at, &leased)
    }
    facts.append(contentsOf: leased)
  }

  /// What earlier assignments of the same request have taken already.
  private struct Ledger {
    struct Entry {
      var agent: Int
      var tenant: TenantID
      var free: Resources
      var devices: Devices
      var slots: Int32
      var reserve: Int64
    }
    var entries: [Entry] = []
  }

  private func appendLease(
    _ assignment: Assignment, _ taskRow: Int, _ agentRow: Int, lease: UInt64, _ ledger: inout Ledger,
    _ at: Instant,
    _ facts: inout [Fact]
  ) throws(EngineError) {
    let task = tasks.specs[taskRow]
    let record = tasks.records[taskRow]
    guard record.status == .ready else { throw .notAssignable(task.id, .taskNotReady) }
    guard pool.status[agentRow] == .active else { throw .notAssignable(task.id, .agentNotActive) }
    guard task.demand.skills.isSubset(of: pool.skills[agentRow]) else {
      throw .notAssignable(task.id, .lacksSkill)
    }
    guard pool.suits(task.demand, at: agentRow) else { throw .notAssignable(task.id, .wrongModel) }

    var free = pool.free[agentRow]
    var devices = pool.devices[agentRow]
    var slots = pool.concurrency[agentRow] - pool.inFlight[agentRow]
    var tenantLeft = tenants.room(task.tenant)
    var agentLeft = pool.room(at: agentRow)
    for entry in ledger.entries {
      if entry.agent == agentRow {
        free = entry.free
        devices = entry.devices
        slots = entry.slots
        agentLeft -= entry.reserve
      }
      if entry.tenant == task.tenant { tenantLeft -= entry.reserve }
    }
    guard slots > 0 else { throw .notAssignable(task.id, .noSlot) }
    guard task.demand.resources.fits(in: free) else { throw .notAssignable(task.id, .doesNotFit) }
    var mask: DeviceMask = 0
    if task.demand.devices.count > 0 {
      guard let chosen = assignment.devices ?? devices.bestFit(task.demand.devices),
        Engine.covers(chosen, task.demand.devices, devices)
      else { throw .notAssignable(task.id, .doesNotFit) }
      mask = chosen
    }
    guard !isKeptFromSibling(taskRow, agent: agentRow) else { throw .notAssignable(task.id, .siblingThere) }
    let reserve = task.quote(at: pool.agents[agentRow].price)
    if reserve > 0 {
      guard reserve <= task.budget - record.spent else {
        throw .notAssignable(task.id, .taskBudget)
      }
      guard reserve <= tenantLeft else { throw .notAssignable(task.id, .tenantBudget) }
      guard reserve <= agentLeft else { throw .notAssignable(task.id, .agentBudget) }
    }
    guard assignment.score.isFinite, assignment.effort >= 0, assignment.effort <= 1 else {
      throw .malformed(
        part: "assignment of task \(task.id)",
        found: "score \(assignment.score), effort \(assignment.effort)",
        expected: "a finite score and an effort in 0...1")
    }
    if let fault = assignment.allowance.fault {
      throw .malformed(
        part: "assignment of task \(task.id), \(fault.part)", found: fault.found, expected: fault.expected)
    }
    if task.gang != .none {
      devices.take(task.demand.devices.milliEach, from: mask)
      ledger.entries.append(
        Ledger.Entry(
          agent: agentRow, tenant: task.tenant, free: free - task.demand.resources, devices: devices,
          slots: slots - 1, reserve: reserve))
    }
    if let explanation = assignment.explanation {
      facts.append(Fact(at: at, .explained(assignment.decision, task.id, explanation)))
    }
    facts.append(
      Fact(
        at: at,
        .leased(
          Lease(
            id: LeaseID(lease), task: task.id, agent: assignment.agent, devices: mask,
            until: leaseEnd(agentRow, at), reserve: reserve, decision: assignment.decision,
            propensity: assignment.propensity, score: assignment.score, effort: assignment.effort,
            allowance: assignment.allowance))))
    if task.ballot != nil { appendNarrowing(assignment, taskRow, at, &facts) }
  }

  /// Whether the mask names as many devices as are wanted, all there and with enough left.
  static func covers(_ mask: DeviceMask, _ demand: DeviceDemand, _ devices: Devices) -> Bool {
    guard mask.nonzeroBitCount == Int(demand.count),
      mask >> DeviceMask(devices.count) == 0 || devices.count >= 16
    else { return false }
    for device in 0..<Int(devices.count) where mask & (1 << DeviceMask(device)) != 0 {
      if devices.left[device] < demand.milliEach { return false }
    }
    return true
  }
}
