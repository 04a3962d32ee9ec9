extension Engine {
  /// Makes room for a ready task by displacing work of strictly lower priority or, where that is the rule, work of
  /// the same priority that has to give way for fairness, see `FairShares`.
  ///
  /// On each agent of the right kind the victims are taken in the order of priority, then how far their tenants are
  /// above their shares, then cost of moving, until the task fits; the agent where the victims' highest priority is
  /// lowest wins, then the one whose victims stand highest, then the one with the least traffic. Agents that failed the task come behind the others. Members of gangs are neither displaced nor make
  /// others move, and no tenant is taken below its floor. Cost: O(agents + leases looked at).
  func decidePreempt(_ id: TaskID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try taskRow(id)
    let task = tasks.specs[row]
    guard tasks.records[row].status == .ready else { throw .notAssignable(id, .taskNotReady) }
    guard configuration.preemption.enabled, task.gang == .none else { throw .notAssignable(id, .noVictim) }

    let shares = FairShares(for: task, in: self, at)
    var best: (agent: Int, isShunned: Bool, victims: Victims)?
    let failed = tasks.failedAgents(of: row)
    var isTooDear = false
    for agent in 0..<pool.count where pool.status[agent] == .active && pool.suits(task.demand, at: agent) {
      if isKeptFromSibling(row, agent: agent) { continue }
      let quote = task.quote(at: pool.agents[agent].price)
      guard
        quote == 0 || quote <= min(budgetLeft(forTask: row), tenants.room(task.tenant), pool.room(at: agent))
      else {
        isTooDear = true
        continue
      }
      let isShunned = failed.contains(agent)
      if isShunned, let best, !best.isShunned { continue }
      guard let found = victims(for: task, on: agent, shares) else { continue }
      let isBetter =
        best.map {
          if isShunned != $0.isShunned { return $0.isShunned }
          return found.isPreferred(to: $0.victims)
        } ?? true
      if isBetter { best = (agent, isShunned, found) }
    }
    guard let best else { throw .notAssignable(id, isTooDear ? .taskBudget : .noVictim) }
    for victim in best.victims.rows {
      appendRevocation(victim, .preempted, moving: movingCost(victim), at, &facts)
    }
    let demand = task.demand
    var devices = pool.devices[best.agent]
    for victim in best.victims.rows {
      devices.give(tasks.specs[victim].demand.devices.milliEach, to: tasks.records[victim].devices)
    }
    facts.append(
      Fact(
        at: at,
        .leased(
          Lease(
            id: LeaseID(nextLease), task: id, agent: pool.agents[best.agent].id,
            devices: demand.devices.count == 0 ? 0 : devices.bestFit(demand.devices) ?? 0,
            until: leaseEnd(best.agent, at), reserve: task.quote(at: pool.agents[best.agent].price),
            decision: DecisionID(nextDecision), propensity: 1, score: 0, effort: 1))))
  }

  /// Whether work is displaced at all and some of it has to give way: without that nobody need be asked.
  func mayDisplace(for priority: Int16, of tenant: TenantID) -> Bool {
    guard configuration.preemption.enabled else { return false }
    if displaceable.hasAny(below: priority) { return true }
    guard configuration.preemption.rule == .fair, displaceable.hasAny(of: priority) else { return false }
    return FairShares.isBelowAnother(tenant, in: self)
  }

  /// What is left to the task in the row: the smaller of its own budget and its tenant's, in micro-dollars.
  public func budgetLeft(forTask row: Int) -> Int64 {
    let budget = tasks.specs[row].budget
    let own = budget == Task.unlimited ? Int64.max : budget - tasks.records[row].spent
    return min(own, tenants.budgetLeft(tasks.specs[row].tenant))
  }

  private func movingCost(_ row: Int) -> MigrationCost {
    MigrationCost.preCopy(
      tasks.specs[row].footprint, bandwidth: configuration.preemption.bandwidth,
      rounds: configuration.preemption.rounds)
  }

  /// Work that gives way on one agent.
  private struct Victims {
    var rows: [Int]
    var priority: Int16
    /// The share of the tenant that stands lowest among those that lose work.
    var share: Double
    var traffic: Double

    func isPreferred(to other: Victims) -> Bool {
      if priority != other.priority { return priority < other.priority }
      return share != other.share ? share > other.share : traffic < other.traffic
    }
  }

  private func victims(for task: Task, on agent: Int, _ shares: FairShares) -> Victims? {
    var free = pool.free[agent]
    var devices = pool.devices[agent]
    var slots = pool.concurrency[agent] - pool.inFlight[agent]
    func fits() -> Bool {
      slots > 0 && task.demand.resources.fits(in: free)
        && devices.fitting(task.demand.devices.milliEach) >= Int(task.demand.devices.count)
    }
    let candidates = leases(of: agent)
      .filter {
        (tasks.specs[$0].priority < task.priority || shares.givesWay($0, after: [], in: self))
          && tasks.specs[$0].gang == .none
      }
      .map { (row: $0, traffic: movingCost($0).trafficMiB) }
      .sorted {
        let a = tasks.specs[$0.row].priority
        let b = tasks.specs[$1.row].priority
        if a != b { return a < b }
        let (one, other) = (shares.share(ofLease: $0.row, in: self), shares.share(ofLease: $1.row, in: self))
        if one != other { return one > other }
        return $0.traffic != $1.traffic
          ? $0.traffic < $1.traffic : tasks.records[$0.row].lease > tasks.records[$1.row].lease
      }
    var chosen: [(row: Int, traffic: Double)] = []
    for candidate in candidates where !fits() && !isProtected(candidate.row, for: task, after: chosen) {
      // What was chosen before brings its tenant nearer to the one that asks.
      if tasks.specs[candidate.row].priority == task.priority
        && !shares.givesWay(candidate.row, after: chosen.map(\.row), in: self)
      {
        continue
      }
      free += tasks.specs[candidate.row].demand.resources
      devices.give(
        tasks.specs[candidate.row].demand.devices.milliEach, to: tasks.records[candidate.row].devices)
      slots += 1
      chosen.append(candidate)
    }
    guard fits(), !chosen.isEmpty else { return nil }
    // Greedy by priority can take one too many: spare whoever is not needed, the dearest first.
    for candidate in chosen.reversed() {
      let demand = tasks.specs[candidate.row].demand
      free -= demand.resources
      devices.take(demand.devices.milliEach, from: tasks.records[candidate.row].devices)
      slots -= 1
      if fits() && !free.hasNegative && !Engine.hasNegative(devices) {
        chosen.removeAll { $0.row == candidate.row }
      } else {
        free += demand.resources
        devices.give(demand.devices.milliEach, to: tasks.records[candidate.row].devices)
        slots += 1
      }
    }
    let priority = chosen.map { tasks.specs[$0.row].priority }.max() ?? .min
    return Victims(
      rows: chosen.map(\.row), priority: priority,
      share: chosen.map { shares.share(ofLease: $0.row, in: self) }.min() ?? 0,
      traffic: chosen.reduce(0) { $0 + $1.traffic })
  }

  /// Whether displacing the task in the row, beside those that were chosen before, would take its tenant below its
  /// floor.
  private func isProtected(_ row: Int, for task: Task, after chosen: [(row: Int, traffic: Double)]) -> Bool {
    guard tenants.hasFloors else { return false }
    let tenant = tasks.specs[row].tenant
    // What takes the place of a tenant's own work keeps its count.
    if tenant == task.tenant { return false }
    let taken = chosen.count { tasks.specs[$0.row].tenant == tenant }
    let terms = tenants.terms[Int(tenant.rawValue)]
    return terms.floor > 0 && Int(tenants.inFlight[Int(tenant.rawValue)]) - taken <= Int(terms.floor)
  }

  private static func hasNegative(_ devices: Devices) -> Bool { devices.left.min() < 0 }
}
