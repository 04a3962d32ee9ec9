import MusterCore
import MusterMath

extension Scenario {
  /// The workload of the scenario.
  public func workload() -> Workload {
    var random = Random(seed: seed, stream: 0x3042_10AD)
    var workload = Workload(world: ScenarioWorld())
    for tenant in 1..<max(tenants, 2) { workload.names.append((.tenant, "tenant-\(tenant)")) }
    for kind in 0..<3 { workload.names.append((.kind, "kind-\(kind)")) }
    for tenant in 0..<tenants {
      let budget =
        features.contains(.budgets) && random.bernoulli(0.4) ? Int64(random.below(200_000)) : Task.unlimited
      workload.tenants.append(
        Tenant(id: TenantID(UInt32(tenant)), weight: Double(1 + random.below(3)), budget: budget))
    }
    for agent in 0..<agents { workload.agents.append(randomAgent(agent, &random)) }
    workload.engine = configuration(&random)
    fillArrivals(&workload, &random)
    if features.contains(.script) { fillScript(&workload, &random) }
    addLateFeatures(&workload)
    return workload
  }

  /// Drawn from a stream of their own, on top of the rest.
  private func addLateFeatures(_ workload: inout Workload) {
    var random = Random(seed: seed, stream: 0x3042_10AE)
    if features.contains(.floors) {
      for tenant in workload.tenants.indices where random.bernoulli(0.6) {
        workload.tenants[tenant].floor = Int32(1 + random.below(4))
      }
    }
    if features.contains(.elsewhere) {
      for arrival in workload.arrivals.indices {
        for task in workload.arrivals[arrival].tasks.indices where random.bernoulli(0.7) {
          workload.arrivals[arrival].tasks[task].retry.elsewhere = true
        }
      }
    }
    if features.contains(.ballots) { addBallots(&workload) }
    if features.contains(.throttles) {
      for _ in 0..<(1 + agents) {
        let id = AgentID(UInt64(random.below(agents)))
        let at = Instant(Nanoseconds(random.below(40_000)) * 1_000_000)
        workload.script.append((at, .throttle(id, limit: Int32(random.below(4)))))
        // Let go in the end, mostly: in a small pool all work would soon wait for ever.
        if random.bernoulli(0.9) {
          let after = Nanoseconds(random.below(20_000)) * 1_000_000
          workload.script.append((at + after, .throttle(id, limit: .max)))
        }
      }
    }
  }

  /// Puts single tasks to several agents, now and then one of the reserve is asked by hand.
  private func addBallots(_ workload: inout Workload) {
    var random = Random(seed: seed, stream: 0x3042_10AF)
    for arrival in workload.arrivals.indices where workload.arrivals[arrival].tasks.count == 1 {
      guard random.bernoulli(0.5) else { continue }
      let id = workload.arrivals[arrival].tasks[0].id
      let copies = (0..<(1 + random.below(4))).map { TaskID(1_000_000 + id.rawValue * 16 + UInt64($0)) }
      workload.arrivals[arrival].tasks[0].ask = Ask(
        BallotRule.allCases[random.below(BallotRule.allCases.count)], copies: copies,
        first: 1 + random.below(copies.count), doubt: random.bernoulli(0.5) ? .infinity : random.unit())
      if random.bernoulli(0.2) {
        let after = Nanoseconds(random.below(5000)) * 1_000_000
        workload.script.append((workload.arrivals[arrival].at + after, .askReserve(id)))
      }
    }
  }

  private func configuration(_ random: inout Random) -> EngineConfiguration {
    var configuration = EngineConfiguration()
    configuration.batchLimit = 1 + random.below(32)
    if features.contains(.tightLimits) {
      configuration.taskLimit = 4 + random.below(40)
      configuration.retention = 1 + random.below(10)
    }
    if features.contains(.leaseTerms) {
      configuration.leaseTerm = Nanoseconds(1 + random.below(10)) * 1_000_000_000
    }
    if features.contains(.heartbeats) {
      configuration.suspectAfter = Nanoseconds(1 + random.below(8)) * 1_000_000_000
      configuration.leaveAfter = Nanoseconds(random.below(8)) * 1_000_000_000
    }
    configuration.preemption.enabled = features.contains(.priorities)
    configuration.explainedCandidates = random.below(4)
    return configuration
  }

  private func randomAgent(_ index: Int, _ random: inout Random) -> Agent {
    let hasDevices = features.contains(.devices) && random.bernoulli(0.7)
    let isPriced = features.contains(.budgets)
    return Agent(
      id: AgentID(UInt64(index)), name: "agent-\(index)",
      capacity: Resources(
        cpuMilli: Int64(1 + random.below(8)) * 1000, memoryMiB: Int64(1 + random.below(16)) * 1024),
      deviceCount: hasDevices ? UInt8(1 + random.below(8)) : 0, deviceModel: UInt8(random.below(2)),
      skills: SkillSet([0, 1].filter { _ in random.bernoulli(0.8) }),
      concurrency: random.bernoulli(0.5) ? .max : Int32(1 + random.below(6)),
      price: isPriced
        ? Price(perTask: Int64(random.below(5000)), perSecond: Int64(random.below(500))) : .free,
      speed: Double(1 + random.below(4)) / 2,
      budget: isPriced && random.bernoulli(0.2) ? Int64(random.below(100_000)) : Task.unlimited)
  }

  private func randomTask(_ id: UInt64, _ random: inout Random) -> Task {
    var demand = Demand(
      resources: Resources(cpuMilli: Int64(random.below(12)) * 500, memoryMiB: Int64(random.below(12)) * 512))
    if features.contains(.devices), random.bernoulli(0.5) {
      let whole = random.bernoulli(0.5)
      demand.devices = DeviceDemand(
        count: whole ? UInt8(1 + random.below(4)) : 1,
        milliEach: whole ? 1000 : Int16(1 + random.below(9)) * 100)
      if random.bernoulli(0.3) { demand.models = UInt64(1 + random.below(3)) }
    }
    if random.bernoulli(0.2) { demand.skills = SkillSet([random.below(2)]) }
    var task = Task(
      id: TaskID(id), tenant: TenantID(UInt32(random.below(tenants))), kind: KindID(UInt32(random.below(3))))
    task.demand = demand
    task.timeLimit = Nanoseconds(1 + random.below(20)) * 1_000_000_000
    task.retry = RetryRule(
      attempts: UInt16(1 + random.below(4)), backoff: Nanoseconds(random.below(3000)) * 1_000_000,
      backoffLimit: 5_000_000_000, jitter: 0.5)
    if features.contains(.deadlines), random.bernoulli(0.3) {
      task.deadline = Instant(Nanoseconds(random.below(120_000)) * 1_000_000)
    }
    if random.bernoulli(0.15) { task.patience = Nanoseconds(random.below(3)) * 5_000_000_000 }
    if features.contains(.budgets), random.bernoulli(0.3) { task.budget = Int64(random.below(40_000)) }
    if features.contains(.priorities) {
      task.priority = Int16(random.below(4))
      task.footprint = Footprint(
        memoryMiB: Double(random.below(8000)), dirtyMiBPerSecond: Double(random.below(800)))
    }
    if random.bernoulli(0.1) { task.idempotencyKey = "key-\(id)" }
    return task
  }

  private func fillArrivals(_ workload: inout Workload, _ random: inout Random) {
    var id: UInt64 = 1
    var now = Instant.zero
    var gang: UInt64 = 1
    while id <= UInt64(tasks) {
      now = now + Nanoseconds(random.exponential(mean: 0.6) * 1e9)
      let room = tasks - Int(id) + 1
      if features.contains(.gangs), room >= 2, random.bernoulli(0.15) {
        let first = randomTask(id, &random)
        var members: [Task] = []
        for _ in 0..<min(room, 2 + random.below(3)) {
          var member = randomTask(id, &random)
          member.gang = GangID(gang)
          member.tenant = first.tenant
          member.priority = first.priority
          member.patience = first.patience
          members.append(member)
          id += 1
        }
        gang += 1
        workload.arrivals.append(Workload.Arrival(at: now, tasks: members))
      } else if features.contains(.dependencies), room >= 2, random.bernoulli(0.2) {
        var batch: [Task] = []
        for index in 0..<min(room, 2 + random.below(5)) {
          var task = randomTask(id, &random)
          for earlier in 0..<index where random.bernoulli(0.4) { task.dependencies.append(batch[earlier].id) }
          batch.append(task)
          id += 1
        }
        // Submitted in any order: the engine sorts them.
        random.shuffle(&batch)
        workload.arrivals.append(Workload.Arrival(at: now, tasks: batch))
      } else {
        workload.arrivals.append(Workload.Arrival(at: now, tasks: [randomTask(id, &random)]))
        id += 1
      }
    }
  }

  private func fillScript(_ workload: inout Workload, _ random: inout Random) {
    for _ in 0..<(1 + tasks / 6) {
      let at = Instant(Nanoseconds(random.below(60_000)) * 1_000_000)
      let agent = random.below(agents)
      let task = TaskID(UInt64(1 + random.below(max(tasks, 1))))
      switch random.below(5) {
      case 0, 1: workload.script.append((at, .cancel(task)))
      case 2: workload.script.append((at, .feedback(task, reward: random.unit())))
      case 3: workload.script.append((at, .drain(AgentID(UInt64(agent)))))
      default:
        var changed = workload.agents[agent]
        changed.capacity = Resources(
          cpuMilli: Int64(1 + random.below(8)) * 1000, memoryMiB: Int64(1 + random.below(16)) * 1024)
        workload.script.append((at, .change(changed)))
      }
      if case .drain(let id) = workload.script[workload.script.count - 1].request {
        // Drained agents come back, or a small pool would soon be empty.
        workload.script.append((at + 10_000_000_000, .join(workload.agents[Int(id.rawValue)])))
      }
    }
  }
}

/// Short, uneven work that fails now and then and sometimes costs more than it said.
struct ScenarioWorld: World {
  var summary: String { "exponential durations, one try in six fails" }

  func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random)
    -> Execution
  {
    var execution = Execution(
      startDelay: random.bernoulli(0.5) ? 0 : Nanoseconds(random.below(500)) * 1_000_000,
      duration: Nanoseconds(random.exponential(mean: 4) * 1e9 / agent.speed),
      succeeded: !random.bernoulli(1.0 / 6),
      retryable: !random.bernoulli(0.1), reward: random.bernoulli(0.5) ? random.unit() : nil,
      cost: agent.price.isFree ? 0 : (random.bernoulli(0.5) ? nil : Int64(random.below(20_000))))
    // Drawn last, so that the rest is what it was before there were any.
    execution.turns = Int32(random.below(40))
    execution.showsProgress = random.bernoulli(0.5)
    execution.answers = (0..<random.below(3)).map { _ in UInt64(random.below(3)) }
    return execution
  }
}
