import MusterMath

/// Makes frames without an engine: for the tests, the benchmarks and the conformance suites of the package.
///
/// It keeps a pool, offers tasks to a policy and carries plans out, as an engine would, but checks nothing,
/// keeps no log and forgets tasks that found no place.
package struct FrameFixture: Sendable {
  /// What the next `plan(_:into:)` is given.
  package var frame = Frame()
  /// The placements that hold room, in the order in which they were made.
  package private(set) var running: [Placement] = []
  private var shapes = ShapeTable()
  private var leases: UInt64 = 0

  /// A task that holds room on an agent.
  package struct Placement: Sendable, Equatable {
    package var task: Task
    package var agent: Int
    package var devices: DeviceMask
    package var reserved: Int64
  }

  package init(agents: [Agent], mix: DemandMix = DemandMix(), seed: UInt64 = 0) {
    frame.seed = seed
    frame.mix = mix
    for agent in agents { join(agent) }
  }

  /// Adds an agent, whose id must be new.
  package mutating func join(_ agent: Agent) {
    let row = frame.pool.count
    frame.pool.agents.append(agent)
    frame.pool.status.append(.active)
    frame.pool.free.append(agent.capacity)
    frame.pool.devices.append(Devices(count: Int(agent.deviceCount)))
    frame.pool.deviceUse.append(DeviceUse())
    frame.pool.inFlight.append(0)
    frame.pool.concurrency.append(agent.concurrency)
    frame.pool.allowance.append(.max)
    frame.pool.modelBit.append(agent.deviceCount == 0 ? 0 : 1 << UInt64(agent.deviceModel))
    frame.pool.skills.append(agent.skills)
    frame.pool.version.append(0)
    frame.pool.tieRank.append(Mix.hash(frame.seed, agent.id.rawValue))
    frame.pool.lastLease.append(0)
    frame.pool.reserved.append(0)
    frame.pool.spent.append(0)
    frame.pool.lastSeen.append(frame.now)
    frame.pool.rows.insert(agent.id.rawValue, Int32(row))
    frame.pool.totalCapacity += agent.capacity
    frame.pool.totalDeviceMilli += Int64(agent.deviceCount) * Int64(Devices.whole)
    frame.pool.activeCount += 1
    if agent.budget != Task.unlimited { frame.pool.hasBudgets = true }
    frame.pool.offerVersion &+= 1
    frame.pool.touch(row)
  }

  /// Changes an agent's standing; the totals of the pool follow, as far as policies look at them.
  package mutating func setStatus(_ row: Int, _ status: AgentStatus) {
    if frame.pool.status[row] == .active { frame.pool.activeCount -= 1 }
    if status == .active { frame.pool.activeCount += 1 }
    frame.pool.status[row] = status
    frame.pool.offerVersion &+= 1
    frame.pool.touch(row)
  }

  package mutating func setMix(_ mix: DemandMix) { frame.mix = mix }

  /// Puts tasks before the policy. `budgetLeft` is what is left for each of them; without it, no bound. `agents`
  /// are the rows of those that failed the tasks, for the first so many of them.
  package mutating func offer(
    _ tasks: [Task], at now: Instant = .zero, budgetLeft: [Int64]? = nil, failedOn agents: [[Int]] = [],
    explaining candidates: Int = 0
  ) {
    frame.now = now
    frame.explainedCandidates = candidates
    frame.tasks.removeAll(keepingCapacity: true)
    frame.shapes.removeAll(keepingCapacity: true)
    frame.failures.removeAll(keepingCapacity: true)
    frame.readySince.removeAll(keepingCapacity: true)
    frame.budgetLeft.removeAll(keepingCapacity: true)
    frame.failedAgents.removeAll(keepingCapacity: true)
    frame.barredAgents.removeAll(keepingCapacity: true)
    for (index, task) in tasks.enumerated() {
      frame.tasks.append(task)
      frame.shapes.append(shapes.intern(task.demand))
      frame.failures.append(0)
      frame.readySince.append(now)
      frame.budgetLeft.append(budgetLeft?[index] ?? task.budget)
      if index < agents.count {
        var failed = FailedAgents()
        for agent in agents[index] { failed.add(Int32(agent)) }
        frame.setFailed(failed)
      }
    }
  }

  /// Takes the policy's commitments back and carries its plan out; the next frame gets new decision ids.
  package mutating func carryOut(_ plan: Plan) {
    frame.rollBack(to: 0)
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
      place(frame.tasks[task], on: Int(plan.agents[task]), devices: plan.devices[task])
    }
    frame.firstDecision += UInt64(frame.taskCount)
  }

  /// Gives a task room on an agent, whatever a policy says.
  package mutating func place(_ task: Task, on agent: Int, devices: DeviceMask? = nil) {
    let mask = devices ?? frame.pool.devices[agent].bestFit(task.demand.devices) ?? 0
    let quote = task.quote(at: frame.pool.agents[agent].price)
    leases += 1
    frame.pool.occupy(agent, task.demand, mask)
    frame.pool.reserved[agent] += quote
    frame.pool.lastLease[agent] = leases
    running.append(Placement(task: task, agent: agent, devices: mask, reserved: quote))
  }

  /// Ends the placement at `index` of ``running``, spending what was reserved for it.
  package mutating func finish(_ index: Int) {
    let placement = running.remove(at: index)
    frame.pool.vacate(placement.agent, placement.task.demand, placement.devices)
    frame.pool.reserved[placement.agent] -= placement.reserved
    frame.pool.spent[placement.agent] += placement.reserved
  }
}
