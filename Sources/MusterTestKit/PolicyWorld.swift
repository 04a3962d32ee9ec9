import MusterCore
import MusterMath

/// A small world for policies to plan in: agents of many kinds that join, drain and come back; batches with gangs,
/// budgets and tasks that fit nowhere; work that ends, with rewards told at once, late or corrected. All of it
/// follows from the seed and the plans.
package struct PolicyWorld: Sendable {
  package var fixture: FrameFixture
  private var random: Random
  private var nextTask: UInt64 = 1
  private var nextAgent: UInt64 = 1
  private var now: Int64 = 0
  private let explaining: Int
  private var started: [TaskID: (decision: DecisionID, at: Int64, allowance: Allowance)] = [:]
  private var feedback: [Outcome] = []

  package init(seed: UInt64, agents: Int = 12, explaining: Int = 0) {
    random = Random(seed: seed, stream: 0x776f_726c_64)
    self.explaining = explaining
    fixture = FrameFixture(agents: [], mix: PolicyWorld.mix, seed: seed)
    for _ in 0..<agents { join() }
  }

  package static let mix = DemandMix(
    entries: [
      DemandMix.Entry(demand: Demand(resources: Resources(cpuMilli: 2000)), share: 0.2),
      DemandMix.Entry(
        demand: Demand(resources: Resources(cpuMilli: 4000), devices: DeviceDemand(count: 1, milliEach: 500)),
        share: 0.5),
      DemandMix.Entry(
        demand: Demand(
          resources: Resources(cpuMilli: 8000), devices: DeviceDemand(count: 2, milliEach: 1000), models: 0b01
        ),
        share: 0.3),
    ], version: 1)

  /// Puts a new batch before the policy.
  package mutating func offer() {
    if random.bernoulli(0.1) { join() }
    if random.bernoulli(0.2) { changeStatus() }
    var tasks: [Task] = []
    var budgets: [Int64] = []
    for _ in 0..<(1 + random.below(5)) {
      let members = random.bernoulli(0.25) ? 2 + random.below(3) : 1
      let gang = members > 1 ? GangID(nextTask) : .none
      let budget: Int64 = random.bernoulli(0.3) ? Int64(random.below(400)) : .max
      for _ in 0..<members {
        tasks.append(task(gang))
        budgets.append(budget)
      }
    }
    now += Int64(random.below(1_000_000_000))
    fixture.offer(tasks, at: Instant(now), budgetLeft: budgets, explaining: explaining)
  }

  /// Carries a plan out, ends some of the work and tells how it went.
  package mutating func carryOut(_ plan: Plan) -> [Outcome] {
    let first = fixture.frame.firstDecision
    for (index, task) in fixture.frame.tasks.enumerated() where plan.agents[index] >= 0 {
      started[task.id] = (DecisionID(first + UInt64(index)), now, plan.allowances[index])
    }
    fixture.carryOut(plan)
    var outcomes: [Outcome] = []
    var index = 0
    while index < fixture.running.count {
      if random.bernoulli(0.35) { outcomes.append(finish(index)) } else { index += 1 }
    }
    if let late = feedback.last, random.bernoulli(0.3) {
      var corrected = late
      corrected.isCorrection = true
      corrected.reward = random.unit()
      outcomes.append(corrected)
    }
    feedback.append(contentsOf: outcomes)
    return outcomes
  }

  private mutating func finish(_ index: Int) -> Outcome {
    let placement = fixture.running[index]
    fixture.finish(index)
    let (decision, start, allowance) = started[placement.task.id] ?? (DecisionID(0), now, .none)
    let succeeded = random.bernoulli(0.8)
    return Outcome(
      decision: decision, task: placement.task.id, kind: placement.task.kind, tenant: placement.task.tenant,
      agent: fixture.frame.pool.agents[placement.agent].id, agentRow: placement.agent, succeeded: succeeded,
      reward: succeeded ? random.unit() : 0, cost: placement.reserved, duration: now - start + 1,
      // Followed from what is known, not drawn: the rest of the world is what it was.
      turns: Int32(truncatingIfNeeded: placement.task.id.rawValue % 23), allowance: allowance)
  }

  private mutating func join() {
    let hasDevices = random.bernoulli(0.6)
    fixture.join(
      Agent(
        id: AgentID(nextAgent &* 0x9e37_79b9), name: "agent \(nextAgent)",
        capacity: Resources(
          cpuMilli: Int64(8000 * (1 + random.below(8))), memoryMiB: Int64(16_384 * (1 + random.below(4)))),
        deviceCount: hasDevices ? UInt8(1 << random.below(4)) : 0, deviceModel: UInt8(random.below(3)),
        skills: SkillSet((0..<4).filter { _ in random.bernoulli(0.7) }),
        concurrency: random.bernoulli(0.3) ? Int32(1 + random.below(3)) : .max,
        price: random.bernoulli(0.5) ? Price(perTask: Int64(random.below(200)), perSecond: 10) : .free,
        speed: 0.5 + random.unit(), budget: random.bernoulli(0.2) ? 2000 : Task.unlimited))
    nextAgent += 1
  }

  private mutating func changeStatus() {
    let all: [AgentStatus] = [.active, .active, .draining, .suspected, .left]
    fixture.setStatus(random.below(fixture.frame.agentCount), all[random.below(all.count)])
  }

  private mutating func task(_ gang: GangID) -> Task {
    defer { nextTask += 1 }
    var demand = Demand(
      resources: Resources(
        cpuMilli: Int64(500 * random.below(17)), memoryMiB: Int64(1024 * random.below(9))))
    switch random.below(10) {
    case 0...3: demand.devices = DeviceDemand(count: 1, milliEach: Int16(100 * (1 + random.below(9))))
    case 4...5: demand.devices = DeviceDemand(count: UInt8(1 + random.below(4)), milliEach: Devices.whole)
    case 6: demand.devices = DeviceDemand(count: 2, milliEach: 300)
    default: break
    }
    if demand.devices.count > 0 && random.bernoulli(0.3) { demand.models = UInt64(1 + random.below(7)) }
    if random.bernoulli(0.3) { demand.skills = SkillSet([random.below(4)]) }
    // Something that nobody has.
    if random.bernoulli(0.05) { demand.resources = Resources(cpuMilli: 1 << 40) }
    return Task(
      id: TaskID(nextTask), kind: KindID(UInt32(random.below(3))), demand: demand, gang: gang,
      timeLimit: Nanoseconds(random.below(20)) * 1_000_000_000)
  }
}
