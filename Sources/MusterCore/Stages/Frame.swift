import MusterMath

/// What a policy sees: the ready tasks of one batch by the agents of the pool, as columns.
///
/// The pool's columns are lent by the engine, not copied. A matcher that places several tasks in one batch
/// commits each choice here, so that the next one sees the room that is left; the engine takes every commitment
/// back with the pool and carries the plan out itself.
public struct Frame: Sendable {
  public internal(set) var pool = Pool()
  public internal(set) var now = Instant.zero
  /// Decision `firstDecision + i` is the one for task `i`.
  public internal(set) var firstDecision: UInt64 = 0
  /// The engine's seed: draws come from ``random(forTask:)``, never from elsewhere.
  public internal(set) var seed: UInt64 = 0
  /// How many candidates to record for each choice; zero for none.
  public internal(set) var explainedCandidates = 0
  /// The demands to expect.
  public internal(set) var mix = DemandMix()

  /// The tasks, in the order in which they should be served: priority, fair share, arrival. The members of a gang
  /// stand together.
  public internal(set) var tasks: [Task] = []
  /// Shape of each task: equal shapes have equal demands.
  public internal(set) var shapes: [Int32] = []
  /// Failed tries of each task so far.
  public internal(set) var failures: [Int32] = []
  /// When each task became ready.
  public internal(set) var readySince: [Instant] = []
  /// What is left of each task's own budget and its tenant's, in micro-dollars.
  public internal(set) var budgetLeft: [Int64] = []

  /// The agents that failed each task, up to the last task that has any: empty in most frames.
  var failedAgents: [FailedAgents] = []
  /// The agents that have another run of the same ballot, up to the last task with any; where no other agent could
  /// ever take the task they are among ``failedAgents`` instead.
  var barredAgents: [FailedAgents] = []

  /// What is left to each tenant after the commitments of this frame; empty when no tenant has a budget.
  var tenantLeft: [Int64] = []

  struct Commitment: Sendable {
    var agent: Int
    var tenant: Int
    var tenantLeft: Int64
    var free: Resources
    var devices: Devices
    var deviceUse: DeviceUse
    var version: UInt64
    var reserved: Int64
    var lastLease: UInt64
  }
  var commitments: [Commitment] = []

  public init() {}

  public var taskCount: Int { tasks.count }
  public var agentCount: Int { pool.count }

  /// The source of every draw for one task of this frame; the same for the same seed and decision.
  public func random(forTask task: Int) -> Random {
    Random(seed: seed, stream: firstDecision &+ UInt64(task))
  }

  /// The first index after the gang (or single task) that starts at `task`.
  public func gangEnd(from task: Int) -> Int {
    let gang = tasks[task].gang
    guard gang != .none else { return task + 1 }
    var end = task + 1
    while end < tasks.count && tasks[end].gang == gang { end += 1 }
    return end
  }

  /// The most that one try of the task on the agent can cost, in micro-dollars.
  public func quote(task: Int, agent: Int) -> Int64 { tasks[task].quote(at: pool.agents[agent].price) }

  /// Whether nothing in this frame is bounded by money for this task: then ``affords(task:agent:)`` is true for all.
  public func isUnbudgeted(task: Int) -> Bool { budgetLeft[task] == .max && !pool.hasBudgets }

  /// Whether the budgets of the task, its tenant and the agent allow the try.
  public func affords(task: Int, agent: Int) -> Bool {
    let quote = quote(task: task, agent: agent)
    let tenant = Int(tasks[task].tenant.rawValue)
    if tenant < tenantLeft.count && quote > tenantLeft[tenant] { return false }
    return quote <= budgetLeft[task] && quote <= pool.budgetLeft(at: agent)
  }

  /// Whether there are agents that the task should not be given to again while another could take it. Then
  /// ``shuns(task:agent:)`` says which.
  public func isChoosy(task: Int) -> Bool {
    (task < failedAgents.count && !failedAgents[task].isEmpty)
      || (task < barredAgents.count && !barredAgents[task].isEmpty)
  }

  /// Whether the agent failed the task and should not have it again while another could take it.
  public func shuns(task: Int, agent: Int) -> Bool {
    (task < failedAgents.count && failedAgents[task].contains(agent)) || bars(task: task, agent: agent)
  }

  /// Whether the task must not go to the agent: it is a run of a ballot, and another run is or was there.
  public func bars(task: Int, agent: Int) -> Bool {
    task < barredAgents.count && barredAgents[task].contains(agent)
  }

  /// Notes the agents that failed the last task of the frame.
  mutating func setFailed(_ failed: FailedAgents) {
    while failedAgents.count < tasks.count { failedAgents.append(FailedAgents()) }
    failedAgents[tasks.count - 1] = failed
  }

  /// Notes the agents that the last task of the frame must not go to.
  mutating func setBarred(_ barred: FailedAgents) {
    while barredAgents.count < tasks.count { barredAgents.append(FailedAgents()) }
    barredAgents[tasks.count - 1] = barred
  }

  /// How many choices are committed; a mark for ``rollBack(to:)``.
  public var mark: Int { commitments.count }

  /// Takes the room that the choice will take, so that later choices of the batch see it.
  /// - Returns: the devices taken, or nil (and nothing changed) if the agent cannot take the task.
  @discardableResult
  public mutating func commit(task: Int, agent: Int, devices: DeviceMask? = nil) -> DeviceMask? {
    let demand = tasks[task].demand
    guard pool.admits(demand, at: agent) else { return nil }
    var mask: DeviceMask = 0
    if demand.devices.count > 0 {
      guard let chosen = devices ?? pool.devices[agent].bestFit(demand.devices) else { return nil }
      mask = chosen
    }
    let quote = quote(task: task, agent: agent)
    let tenant = Int(tasks[task].tenant.rawValue)
    commitments.append(
      Commitment(
        agent: agent, tenant: tenant,
        tenantLeft: tenant < tenantLeft.count ? tenantLeft[tenant] : 0, free: pool.free[agent],
        devices: pool.devices[agent],
        deviceUse: pool.deviceUse[agent],
        version: pool.version[agent], reserved: pool.reserved[agent], lastLease: pool.lastLease[agent]))
    pool.occupy(agent, demand, mask)
    // A quote may be as high as a number can be; the true sums come back with ``rollBack(to:)``.
    pool.reserved[agent] = min(Price.saturatingAdd(pool.reserved[agent], quote), .max - pool.spent[agent])
    if tenant < tenantLeft.count { tenantLeft[tenant] -= min(quote, max(0, tenantLeft[tenant])) }
    // Above every real lease number, so that "longest ago" orders the choices of this batch too.
    pool.lastLease[agent] = (1 << 63) | UInt64(commitments.count)
    return mask
  }

  /// Takes back every choice committed after the mark.
  public mutating func rollBack(to mark: Int) {
    while commitments.count > mark {
      let last = commitments.removeLast()
      pool.free[last.agent] = last.free
      pool.devices[last.agent] = last.devices
      pool.deviceUse[last.agent] = last.deviceUse
      pool.version[last.agent] = last.version
      pool.reserved[last.agent] = last.reserved
      pool.lastLease[last.agent] = last.lastLease
      pool.inFlight[last.agent] -= 1
      if last.tenant < tenantLeft.count { tenantLeft[last.tenant] = last.tenantLeft }
    }
  }
}
