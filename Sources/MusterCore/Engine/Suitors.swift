/// What can be said of a task before it is submitted: whether anybody could do it, and whether it could be paid.
extension Engine {
  /// Whether some agent that has not left is of the right kind for the demand: its skills and its device model,
  /// and, with nothing else to do, its resources and devices. However busy, silent or throttled it is.
  ///
  /// - Complexity: O(agents).
  public func hasSuitor(for demand: Demand) -> Bool {
    for row in 0..<pool.count where isSuitor(row, demand) { return true }
    return false
  }

  /// Which budget stands in the way of the task, as the budgets stand now: what is spent and what is reserved
  /// counts. Nil if at least one suitor of the task can be paid, and if it has none: see ``hasSuitor(for:)``.
  ///
  /// Where agents differ, the tenant's budget is named if it is too small for any of them, then the task's own,
  /// then the agents'.
  ///
  /// - Parameter task: one that is known or one that is not; of a known one what its tries cost so far counts.
  /// - Complexity: O(agents).
  public func budgetObstacle(for task: Task) -> AssignmentObstacle? {
    var ownLeft = task.budget
    if let row = tasks.row(of: task.id) { ownLeft -= tasks.records[row].spent + tasks.records[row].reserve }
    let tenantLeft = tenants.room(task.tenant)
    var isBeyondTenant = false
    var isBeyondTask = false
    var isBeyondAgent = false
    for row in 0..<pool.count where isSuitor(row, task.demand) {
      let quote = task.quote(at: pool.agents[row].price)
      let agentLeft = pool.room(at: row)
      if quote == 0 || quote <= min(ownLeft, tenantLeft, agentLeft) { return nil }
      if quote > tenantLeft { isBeyondTenant = true }
      if quote > ownLeft { isBeyondTask = true }
      if quote > agentLeft { isBeyondAgent = true }
    }
    if isBeyondTenant { return .tenantBudget }
    if isBeyondTask { return .taskBudget }
    return isBeyondAgent ? .agentBudget : nil
  }

  /// Whether some agent beside the one that has the task in the row, and beside those that its tries failed on, is of
  /// the right kind for it and can be paid. What the lease in force has reserved counts as spent.
  ///
  /// - Complexity: O(agents).
  public func hasOtherSuitor(forTaskAt row: Int) -> Bool {
    let failed = tasks.failedAgents(of: row)
    let holder = Int(tasks.records[row].agent)
    return hasSuitor(forTaskAt: row) { $0 == holder || failed.contains($0) }
  }

  /// Whether some agent beside those left out is of the right kind for the task in the row and can be paid. O(agents).
  func hasSuitor(forTaskAt row: Int, leavingOut isLeftOut: (Int) -> Bool) -> Bool {
    let task = tasks.specs[row]
    let record = tasks.records[row]
    let room = min(task.budget - record.spent - record.reserve, tenants.room(task.tenant))
    for agent in 0..<pool.count where isSuitor(agent, task.demand) && !isLeftOut(agent) {
      let quote = task.quote(at: pool.agents[agent].price)
      if quote == 0 || quote <= min(room, pool.room(at: agent)) { return true }
    }
    return false
  }

  private func isSuitor(_ row: Int, _ demand: Demand) -> Bool {
    pool.status[row] != .left && pool.suits(demand, at: row)
      && demand.resources.fits(in: pool.agents[row].capacity)
      && demand.devices.count <= pool.agents[row].deviceCount
  }
}
