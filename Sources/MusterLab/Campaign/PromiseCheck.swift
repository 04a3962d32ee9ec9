import MusterCore

/// What a driver is promised of single leases: nobody is given more than a throttle allows, a task is not given
/// again to an agent that failed it while another could take it, two runs of a ballot go to two agents, and tenants
/// below their floors go first.
struct PromiseCheck: Sendable {
  private var limits: [AgentID: Int32] = [:]
  /// Leases of this step to tenants without floors.
  private var granted: [(agent: Int, demand: Demand)] = []

  /// - Parameter engine: the state before the fact.
  /// - Returns: what is broken, or nil.
  mutating func follow(_ fact: Fact, before engine: Engine) -> String? {
    switch fact.event {
    case .agentThrottled(let id, let limit): limits[id] = limit
    case .agentJoined(let agent): limits[agent.id] = nil
    case .leased(let lease):
      guard let task = engine.tasks.row(of: lease.task), let agent = engine.pool.row(of: lease.agent) else {
        return nil
      }
      if let limit = limits[lease.agent], engine.pool.inFlight[agent] >= limit {
        return "agent \(lease.agent) is given task \(lease.task) on top of \(engine.pool.inFlight[agent]), "
          + "throttled to \(limit)"
      }
      if engine.isKeptFromSibling(task, agent: agent) {
        return "task \(lease.task) is given to agent \(lease.agent), which has another run of the same ballot"
      }
      let spec = engine.tasks.specs[task]
      if engine.tenants.terms[Int(spec.tenant.rawValue)].floor == 0 { granted.append((agent, spec.demand)) }
      if let other = alternative(to: agent, for: task, engine) {
        return "task \(lease.task) is given to agent \(lease.agent) again, which failed it, and agent "
          + "\(engine.pool.agents[other].id) could take it"
      }
    default: break
    }
    return nil
  }

  /// An agent that could take a task that is about to go to one that failed it.
  private func alternative(to agent: Int, for task: Int, _ engine: Engine) -> Int? {
    let failed = engine.tasks.failedAgents(of: task)
    // What is displaced makes room in the middle of a batch.
    guard failed.contains(agent), !engine.configuration.preemption.enabled else { return nil }
    let spec = engine.tasks.specs[task]
    let left = engine.budgetLeft(forTask: task)
    for other in 0..<engine.pool.count
    where !failed.contains(other) && !engine.isTakenBySibling(task, agent: other) {
      let quote = spec.quote(at: engine.pool.agents[other].price)
      if engine.pool.admits(spec.demand, at: other), quote <= min(left, engine.pool.budgetLeft(at: other)) {
        return other
      }
    }
    return nil
  }

  /// To be called at the end of a step, when all that could be placed is.
  /// - Returns: what is broken, or nil.
  mutating func settle(_ engine: Engine) -> String? {
    defer { granted.removeAll(keepingCapacity: true) }
    guard !granted.isEmpty, !engine.configuration.preemption.enabled else { return nil }
    for row in engine.tasks.occupiedRows where engine.tasks.records[row].status == .ready {
      let task = engine.tasks.specs[row]
      let tenant = Int(task.tenant.rawValue)
      // Devices and money are left out: which of them were free at the time is not seen here.
      guard engine.tenants.inFlight[tenant] < engine.tenants.terms[tenant].floor, task.gang == .none,
        task.demand.devices.count == 0
      else { continue }
      for grant in granted
      where fits(task, on: grant.agent, engine) && !engine.isKeptFromSibling(row, agent: grant.agent) {
        return "task \(task.id) of tenant \(task.tenant), below its floor, waits while others were given to "
          + "agent \(engine.pool.agents[grant.agent].id)"
      }
    }
    return nil
  }

  /// Whether the task would fit without the leases granted in this step.
  private func fits(_ task: Task, on agent: Int, _ engine: Engine) -> Bool {
    let pool = engine.pool
    guard pool.status[agent] == .active, pool.suits(task.demand, at: agent),
      task.quote(at: pool.agents[agent].price) == 0
    else { return false }
    var free = pool.free[agent]
    var inFlight = pool.inFlight[agent]
    for grant in granted where grant.agent == agent {
      free += grant.demand.resources
      inFlight -= 1
    }
    return inFlight < pool.concurrency[agent] && task.demand.resources.fits(in: free)
  }
}
