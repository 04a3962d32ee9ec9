import MusterCore
import MusterMath

/// Runs an orchestrator over a workload on a virtual clock: the same engine and the same policies as in
/// production, with a ``World`` in place of the agents and a ``FaultPlan`` in place of bad luck.
///
/// Events at one instant are all taken in before the policy is asked. The same workload, policy, plan and seed give
/// the same facts, bit for bit.
public struct Simulation: Sendable {
  public private(set) var orchestrator: Orchestrator
  /// The lab's time; the engine's may differ by a clock jump.
  public private(set) var now = Instant.zero
  /// Requests decided so far.
  public private(set) var requests = 0
  /// Tasks refused because the queue was full, and scripted requests that were refused.
  public private(set) var refused = 0

  private var workload: Workload
  private let plan: FaultPlan
  private let seed: UInt64

  private var events = EventQueue<Event>()
  private var nextArrival = 0
  private var tries: [Try] = []
  private var freeTries: [Int32] = []
  /// Tries that will never finish by themselves.
  private var endless = 0
  private var tryOfLease = RowIndex()
  /// Reports on their way, by number, and how many were ever delayed.
  private var delayed: [Int: Report] = [:]
  private var delays = 0
  private var faults: FaultState
  private var massDepartures: [[Int]]
  private var learnedMix: MixLearner?
  private var facts: [Fact] = []
  /// Faults and scripted requests still to come.
  private var remainingPlanned = 0
  private var engineNow = Instant.zero

  /// What is going on at an agent.
  private struct Try: Sendable {
    var lease = LeaseID.none
    var task = TaskID(0)
    var agent: Int32 = 0
    var isRecalled = false
    /// Finished while nothing could pass: the report waits for the partition to heal.
    var isFinished = false
    /// When it was given to the agent.
    var since = Instant.zero
    var execution = Execution(duration: 0)
  }

  private enum Event: Sendable {
    case start(slot: Int32, lease: LeaseID)
    case renew(slot: Int32, lease: LeaseID)
    case finish(slot: Int32, lease: LeaseID)
    /// By the number of a delayed report: events are many and stay small.
    case deliver(Int)
    case heartbeat(agent: Int32)
    case fault(Int32, begins: Bool)
    case scripted(Int32)
  }

  public init(workload: Workload, policy: any Policy, seed: UInt64, faults plan: FaultPlan = .none) {
    var configuration = workload.engine
    configuration.seed = seed
    self.workload = workload
    self.plan = plan
    self.seed = seed
    orchestrator = Orchestrator(engine: Engine(configuration), policy: policy, mix: workload.mix)
    faults = FaultState(agents: workload.agents.count)
    massDepartures = plan.faults.map { _ in [] }
    if workload.mix.entries.isEmpty { learnedMix = MixLearner() }
  }

  public var engine: Engine { orchestrator.engine }
  /// What was done to the world so far has left its marks in it.
  public var world: any World { workload.world }

  /// Runs to the end.
  public mutating func run(_ observer: inout some RunObserver) throws {
    try begin(&observer)
    while try step(&observer) {}
  }

  /// Introduces names, tenants and agents.
  public mutating func begin(_ observer: inout some RunObserver) throws {
    facts.removeAll(keepingCapacity: true)
    let first = workload.arrivals.first?.at ?? .zero
    now = min(first, .zero)
    engineNow = now
    for (space, name) in workload.names { try request(.define(space, name)) }
    for tenant in workload.tenants { try request(.setTenant(tenant)) }
    for agent in workload.agents { try request(.join(agent)) }
    for (index, fault) in plan.faults.enumerated() {
      schedule(fault.at, .fault(Int32(index), begins: true))
      remainingPlanned += 1
    }
    for (index, scripted) in workload.script.enumerated() {
      schedule(scripted.at, .scripted(Int32(index)))
      remainingPlanned += 1
    }
    if let period = heartbeatPeriod {
      for agent in workload.agents.indices {
        // Staggered, as agents that started at different times are.
        let phase = Nanoseconds(Mix.unit(Mix.hash(seed, UInt64(agent))) * Double(period))
        schedule(now + phase, .heartbeat(agent: Int32(agent)))
      }
    }
    try observer.began(facts, orchestrator.engine, at: now)
  }

  /// Takes the clock to the next instant at which something happens, and settles it.
  /// - Returns: false when nothing will happen any more.
  public mutating func step(_ observer: inout some RunObserver) throws -> Bool {
    guard let instant = nextInstant() else { return false }
    now = instant
    facts.removeAll(keepingCapacity: true)
    engineNow = max(engineNow, now + faults.clockOffset)
    try advance()
    while nextArrival < workload.arrivals.count, workload.arrivals[nextArrival].at <= now {
      try submit(workload.arrivals[nextArrival])
      nextArrival += 1
    }
    while let key = events.peekKey, key <= now.nanoseconds, let entry = events.pop() {
      try handle(entry.payload)
    }
    // A fault may have moved the engine's clock.
    engineNow = max(engineNow, now + faults.clockOffset)
    try advance()
    if let mix = learnedMix?.changed() { orchestrator.mix = mix }
    let first = facts.count
    observer.willAllocate()
    let offered = try orchestrator.allocate(at: engineNow, into: &facts)
    requests += offered
    try follow(from: first)
    observer.didAllocate(offered: offered)
    try observer.stepped(facts, orchestrator.engine, at: now)
    return true
  }

  // MARK: time

  private func nextInstant() -> Instant? {
    var next = Instant.never
    if nextArrival < workload.arrivals.count { next = workload.arrivals[nextArrival].at }
    if let key = events.peekKey { next = min(next, Instant(key)) }
    if let due = orchestrator.engine.nextDue, due != .never {
      next = min(next, max(now, due + (0 - faults.clockOffset)))
    }
    if next == .never { return nil }
    if nextArrival >= workload.arrivals.count, remainingPlanned == 0, isStill { return nil }
    return max(next, now)
  }

  /// Whether only the pulse of the agents is left: no try in progress, and no task waits for a time.
  private var isStill: Bool {
    guard tries.count - freeTries.count == endless else { return false }
    return orchestrator.engine.tasks.liveCount == 0 || !orchestrator.engine.awaitsTaskTimer
  }

  private mutating func schedule(_ at: Instant, _ event: Event) {
    if at != .never { events.push(at: at.nanoseconds, event) }
  }

  private var heartbeatPeriod: Nanoseconds? {
    let term = workload.engine.suspectAfter
    return term == Task.forever ? nil : max(1, term / 3)
  }

  private mutating func advance() throws {
    let first = facts.count
    try orchestrator.advance(to: engineNow, into: &facts)
    if facts.count > first {
      requests += 1
      try follow(from: first)
    }
  }

  // MARK: requests

  private mutating func request(_ request: Request) throws {
    requests += 1
    let first = facts.count
    try orchestrator.handle(request, at: engineNow, into: &facts)
    try follow(from: first)
  }

  private mutating func submit(_ arrival: Workload.Arrival) throws {
    do {
      if arrival.tasks.count == 1 {
        try request(.submit(arrival.tasks[0]))
      } else {
        try request(.submitAll(arrival.tasks))
      }
    } catch EngineError.queueFull {
      refused += arrival.tasks.count
      return
    }
    if learnedMix != nil {
      for task in arrival.tasks { learnedMix?.see(task.demand) }
    }
  }

  /// What the world does about facts: starts what was leased, stops what was recalled.
  private mutating func follow(from first: Int) throws {
    for index in first..<facts.count {
      switch facts[index].event {
      case .leased(let lease): dispatch(lease)
      case .revoked(let lease, _, _, _): recall(lease)
      case .ended(let ending) where ending.lease != .none:
        let report = bill(ending)
        recall(ending.lease)
        if let report { try request(.report(report)) }
      default: break
      }
    }
  }

  private mutating func dispatch(_ lease: Lease) {
    guard let agent = orchestrator.engine.pool.row(of: lease.agent),
      let row = orchestrator.engine.tasks.row(of: lease.task)
    else { return }
    let slot: Int32
    if let reused = freeTries.popLast() {
      slot = reused
    } else {
      slot = Int32(tries.count)
      tries.append(Try())
    }
    var random = Random(seed: seed, stream: Mix.hash(lease.task.rawValue, lease.id.rawValue))
    let task = orchestrator.engine.tasks.specs[row].question
    var execution = workload.world.execute(
      task, on: orchestrator.engine.pool.agents[agent],
      attempt: Int(orchestrator.engine.tasks.records[row].failures),
      load: Int(orchestrator.engine.pool.inFlight[agent]), at: now, random: &random)
    workload.world.gave(task, to: orchestrator.engine.pool.agents[agent], at: now)
    if let cap = lease.allowance.turns { execution.end(at: cap) }
    let slowness = faults.slowness(agent)
    if slowness != 1, execution.duration != Task.forever {
      execution.duration = Nanoseconds(Double(execution.duration) * slowness)
    }
    let failure = faults.failureProbability(agent)
    if failure > 0, random.bernoulli(failure) {
      execution.succeeded = false
      execution.reward = nil
      execution.confidence = nil
    }
    tries[Int(slot)] = Try(
      lease: lease.id, task: lease.task, agent: Int32(agent), since: now, execution: execution)
    tryOfLease.insert(lease.id.rawValue, slot)
    if execution.duration == Task.forever { endless += 1 }
    if faults.isDown(agent) {
      // Given to an agent that died a moment ago: nobody works on it.
      free(slot)
      return
    }
    schedule(now + execution.startDelay, .start(slot: slot, lease: lease.id))
    if execution.duration != Task.forever {
      schedule(now + execution.startDelay + execution.duration, .finish(slot: slot, lease: lease.id))
    }
    let term = workload.engine.leaseTerm
    if term != Task.forever { schedule(now + max(1, term / 3), .renew(slot: slot, lease: lease.id)) }
  }

  /// What an agent tells whose run is called off: that it cost, of what the whole run would have, the share that the
  /// time since the lease is of the run's whole time. Nil where it does not hear of it or has cost nothing.
  private func bill(_ ending: Ending) -> Report? {
    guard ending.reason == .calledOff, let slot = tryOfLease[ending.lease.rawValue], reaches(slot) else {
      return nil
    }
    let run = tries[Int(slot)]
    let execution = run.execution
    guard execution.duration != Task.forever else { return nil }
    let whole = execution.startDelay + execution.duration
    let share = whole > 0 ? min(Double(now - run.since) / Double(whole), 1) : 1
    let all = execution.cost ?? orchestrator.engine.quote(run.task, on: Int(run.agent), execution)
    let cost = saturatedWhole(Double(all) * share)
    return cost > 0 ? Report(lease: run.lease, task: run.task, succeeded: false, cost: cost) : nil
  }

  /// The agent hears that its lease is gone, unless nothing reaches it.
  private mutating func recall(_ lease: LeaseID) {
    guard let slot = tryOfLease[lease.rawValue] else { return }
    if faults.isCutOff(Int(tries[Int(slot)].agent)) {
      tries[Int(slot)].isRecalled = true
    } else {
      free(slot)
    }
  }

  private mutating func free(_ slot: Int32) {
    tryOfLease.remove(tries[Int(slot)].lease.rawValue)
    if tries[Int(slot)].execution.duration == Task.forever { endless -= 1 }
    tries[Int(slot)] = Try()
    freeTries.append(slot)
  }

  // MARK: events

  private mutating func handle(_ event: Event) throws {
    switch event {
    case .start(let slot, let lease):
      guard tries[Int(slot)].lease == lease, reaches(slot) else { return }
      try request(.start(lease, tries[Int(slot)].task))
    case .renew(let slot, let lease):
      guard tries[Int(slot)].lease == lease else { return }
      schedule(now + max(1, workload.engine.leaseTerm / 3), event)
      if reaches(slot) { try request(.renew(lease, tries[Int(slot)].task)) }
    case .finish(let slot, let lease):
      guard tries[Int(slot)].lease == lease else { return }
      try finish(slot)
    case .deliver(let number):
      if let report = delayed.removeValue(forKey: number) { try deliver(report) }
    case .heartbeat(let agent): try beat(Int(agent))
    case .fault(let index, let begins): try change(Int(index), begins)
    case .scripted(let index):
      remainingPlanned -= 1
      do { try request(workload.script[Int(index)].request) } catch is EngineError { refused += 1 }
    }
  }

  private func reaches(_ slot: Int32) -> Bool { !faults.isCutOff(Int(tries[Int(slot)].agent)) }

  private mutating func finish(_ slot: Int32) throws {
    let finished = tries[Int(slot)]
    let agent = Int(finished.agent)
    if faults.isCutOff(agent) {
      tries[Int(slot)].isFinished = true
      return
    }
    free(slot)
    let execution = finished.execution
    var report = Report(
      lease: finished.lease, task: finished.task, succeeded: execution.succeeded,
      retryable: execution.retryable,
      reward: execution.reward, cost: execution.cost, outputTokens: execution.outputTokens,
      turns: execution.turns, answers: execution.answers, confidence: execution.confidence,
      grades: execution.grades)
    if let confidence = execution.confidence,
      let keeps = orchestrator.keeps(finished.lease, of: finished.task, confidence: confidence)
    {
      report.succeeded = keeps
      report.reward = keeps ? confidence : 0
    }
    var random = Random(seed: seed, stream: Mix.hash(finished.lease.rawValue, 0x5EED))
    for fault in faults.duplicate where random.bernoulli(fault) {
      delay(report, by: Nanoseconds(random.unit() * 1e9))
    }
    for fault in faults.late where random.bernoulli(fault.probability) {
      delay(report, by: Nanoseconds(random.unit() * Double(fault.delay)))
      return
    }
    try deliver(report)
  }

  private mutating func delay(_ report: Report, by time: Nanoseconds) {
    delayed[delays] = report
    schedule(now + time, .deliver(delays))
    delays += 1
  }

  private mutating func deliver(_ report: Report) throws {
    do {
      try request(.report(report))
    } catch EngineError.unknownTask {
      // It came so late that the task is forgotten; the refusal is the answer.
    }
  }

  private mutating func beat(_ agent: Int) throws {
    guard let period = heartbeatPeriod else { return }
    schedule(now + period, .heartbeat(agent: Int32(agent)))
    guard !faults.isDown(agent), !faults.isCutOff(agent) else { return }
    let id = workload.agents[agent].id
    guard let row = orchestrator.engine.pool.row(of: id) else { return }
    // Counted as gone while it was silent: it registers anew.
    try request(
      orchestrator.engine.pool.status[row] == .left ? .join(workload.agents[agent]) : .heartbeat(id))
  }

  // MARK: faults

  private mutating func change(_ index: Int, _ begins: Bool) throws {
    remainingPlanned -= 1
    let fault = plan.faults[index]
    if begins {
      if case .clockJump = fault.kind {
      } else {
        schedule(now + fault.duration, .fault(Int32(index), begins: false))
        remainingPlanned += 1
      }
    }
    switch fault.kind {
    case .crash(let agent): try crash(agent, begins)
    case .slowDown(let agent, let factor): faults.setSlow(agent, factor, begins)
    case .flaky(let agent, let probability): faults.setFlaky(agent, probability, begins)
    case .partition(let agent):
      faults.setCutOff(agent, begins)
      if !begins, !faults.isCutOff(agent) { try heal(agent) }
    case .lateReports(let probability, let delay): faults.setLate(probability, delay, begins)
    case .duplicateReports(let probability): faults.setDuplicate(probability, begins)
    case .clockJump(let by): faults.clockOffset += by
    case .massDeparture(let fraction):
      if begins {
        var random = Random(seed: seed, stream: Mix.hash(UInt64(index), 0xDE9A_2702))
        massDepartures[index] = workload.agents.indices.filter { _ in random.bernoulli(fraction) }
      }
      for agent in massDepartures[index] { try crash(agent, begins, saysGoodbye: true) }
    }
  }

  private mutating func crash(_ agent: Int, _ begins: Bool, saysGoodbye: Bool = false) throws {
    faults.setDown(agent, begins)
    let id = workload.agents[agent].id
    if begins {
      workload.world.lost(workload.agents[agent])
      for slot in tries.indices where tries[slot].lease != .none && Int(tries[slot].agent) == agent {
        free(Int32(slot))
      }
      // Without heartbeats the driver notices a broken connection; with them, only the silence.
      if saysGoodbye || heartbeatPeriod == nil { try request(.leave(id)) }
    } else if !faults.isDown(agent) {
      if let row = orchestrator.engine.pool.row(of: id), orchestrator.engine.pool.status[row] != .left {
        // It was back before it was missed, but what it was doing is gone.
        try request(.leave(id))
      }
      try request(.join(workload.agents[agent]))
    }
  }

  /// The partition has healed: the agent reports what it has finished, whether the lease still holds or not, and
  /// hears of every lease that it lost meanwhile.
  private mutating func heal(_ agent: Int) throws {
    for slot in tries.indices where tries[slot].lease != .none && Int(tries[slot].agent) == agent {
      if tries[slot].isFinished {
        try finish(Int32(slot))
      } else if tries[slot].isRecalled {
        free(Int32(slot))
      }
    }
  }
}

extension Engine {
  /// What the agent charges for a run of the task that goes so, in micro-dollars.
  fileprivate func quote(_ task: TaskID, on agent: Int, _ execution: Execution) -> Int64 {
    let inputTokens = tasks.row(of: task).map { tasks.specs[$0].inputTokens } ?? 0
    return pool.agents[agent].price.quote(
      inputTokens: Int64(inputTokens), outputTokens: Int64(execution.outputTokens),
      duration: execution.duration)
  }
}
