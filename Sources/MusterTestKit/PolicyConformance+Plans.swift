import MusterCore

extension PolicyConformance {
  static let plans = [
    PolicyCheck("a plan has one answer for each task") { make in
      try eachStep(make) { before, _, plan in
        let count = before.fixture.frame.taskCount
        let columns = [
          plan.agents.count, plan.devices.count, plan.propensities.count, plan.scores.count,
          plan.efforts.count, plan.allowances.count,
          plan.explanations.count,
        ]
        try expect(columns.allSatisfy { $0 == count }, "\(count) tasks, columns of \(columns)")
      }
    },
    PolicyCheck("every task goes where there is room, a slot, the skills, the model and the money for it") {
      make in
      try eachStep(make) { before, _, plan in _ = try replay(plan, in: before) }
    },
    PolicyCheck("what is planned is committed to the frame, and nothing else") { make in
      try eachStep(make) { before, after, plan in
        let replayed = try replay(plan, in: before)
        try expect(after.mark == replayed.mark, "\(after.mark) commitments for \(replayed.mark) placements")
        for row in 0..<after.agentCount {
          try expect(
            after.pool.free[row] == replayed.pool.free[row]
              && after.pool.devices[row] == replayed.pool.devices[row]
              && after.pool.inFlight[row] == replayed.pool.inFlight[row],
            "the room left on agent \(row) is not what the plan leaves")
        }
      }
    },
    PolicyCheck("a gang is placed whole or not at all") { make in
      try eachStep(make) { before, _, plan in
        var start = 0
        while start < before.fixture.frame.taskCount {
          let end = before.fixture.frame.gangEnd(from: start)
          let placed = (start..<end).count { plan.agents[$0] >= 0 }
          try expect(placed == 0 || placed == end - start, "\(placed) of a gang of \(end - start)")
          start = end
        }
      }
    },
    PolicyCheck("a task that no agent can take gets none") { make in
      var world = PolicyWorld(seed: 9)
      var policy = try make()
      var plan = Plan()
      let giant = Demand(resources: Resources(cpuMilli: 1 << 50))
      let tooMany = Demand(devices: DeviceDemand(count: 16, milliEach: Devices.whole))
      let tooDear = Task(id: TaskID(3), timeLimit: 1 << 60)
      world.fixture.offer(
        [Task(id: TaskID(1), demand: giant), Task(id: TaskID(2), demand: tooMany), tooDear],
        budgetLeft: [.max, .max, -1])
      policy.plan(&world.fixture.frame, into: &plan)
      try expect(plan.agents == [-1, -1, -1], "agents \(plan.agents)")
      try expect(world.fixture.frame.mark == 0, "\(world.fixture.frame.mark) commitments")
    },
    PolicyCheck("a frame without tasks and a pool without agents are nothing special") { make in
      var policy = try make()
      var plan = Plan()
      var fixture = FrameFixture(agents: [])
      policy.plan(&fixture.frame, into: &plan)
      try expect(plan.agents.isEmpty, "an answer without a question")
      fixture.offer([Task(id: TaskID(1)), Task(id: TaskID(2), gang: GangID(1))])
      policy.plan(&fixture.frame, into: &plan)
      try expect(plan.agents == [-1, -1], "agents \(plan.agents) of an empty pool")
    },
    PolicyCheck("the same frames and outcomes give the same plans, bit for bit") { make in
      for seed in 0..<3 as Range<UInt64> {
        var world = PolicyWorld(seed: seed)
        var (one, other) = (try make(), try make())
        var (first, second) = (Plan(), Plan())
        for step in 0..<60 {
          world.offer()
          var frame = world.fixture.frame
          other.plan(&frame, into: &second)
          one.plan(&world.fixture.frame, into: &first)
          try expectSame(first, second, "seed \(seed), step \(step)")
          let outcomes = world.carryOut(first)
          one.observe(outcomes)
          other.observe(outcomes)
        }
      }
    },
    PolicyCheck("asking for explanations does not change the plan") { make in
      for seed in 0..<3 as Range<UInt64> {
        var world = PolicyWorld(seed: seed)
        var (one, other) = (try make(), try make())
        var (first, second) = (Plan(), Plan())
        for step in 0..<40 {
          world.offer()
          var asked = world.fixture
          asked.offer(
            asked.frame.tasks, at: asked.frame.now, budgetLeft: asked.frame.budgetLeft, explaining: 3)
          other.plan(&asked.frame, into: &second)
          one.plan(&world.fixture.frame, into: &first)
          try expectSame(first, second, "seed \(seed), step \(step)")
          let outcomes = world.carryOut(first)
          one.observe(outcomes)
          other.observe(outcomes)
        }
      }
    },
  ]

  /// Carries the plan out on a copy of the frame it was made for, and checks each placement.
  static func replay(_ plan: Plan, in before: PolicyWorld) throws -> Frame {
    var frame = before.fixture.frame
    // Tasks of one tenant share a budget only through the engine: here each has its own.
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
      let agent = Int(plan.agents[task])
      try expect(agent < frame.agentCount, "task \(task) is on agent \(agent) of \(frame.agentCount)")
      let demand = frame.tasks[task].demand
      try expect(frame.pool.admits(demand, at: agent), "task \(task) does not fit agent \(agent)")
      try expect(
        frame.isUnbudgeted(task: task) || frame.affords(task: task, agent: agent),
        "nobody can pay for task \(task) on agent \(agent)")
      if let mask = plan.devices[task] { try expectDevices(mask, demand, on: agent, in: frame) }
      try expect(
        frame.commit(task: task, agent: agent, devices: plan.devices[task]) != nil,
        "task \(task) cannot be committed")
    }
    return frame
  }

  private static func expectDevices(_ mask: DeviceMask, _ demand: Demand, on agent: Int, in frame: Frame)
    throws
  {
    let devices = frame.pool.devices[agent]
    try expect(
      mask.nonzeroBitCount == Int(demand.devices.count),
      "devices \(mask) for a demand of \(demand.devices.count)")
    for device in 0..<16 where mask >> DeviceMask(device) & 1 != 0 {
      try expect(
        device < Int(devices.count) && devices.left[device] >= demand.devices.milliEach,
        "device \(device) of agent \(agent) has no room")
    }
  }

  static func expectSame(_ a: Plan, _ b: Plan, _ place: String) throws {
    try expect(a.allowances == b.allowances, "\(place): allowances \(a.allowances) and \(b.allowances)")
    try expect(a.agents == b.agents, "\(place): agents \(a.agents) and \(b.agents)")
    try expect(a.devices == b.devices, "\(place): devices \(a.devices) and \(b.devices)")
    for (name, one, other) in [
      ("propensities", a.propensities, b.propensities), ("scores", a.scores, b.scores),
      ("efforts", a.efforts, b.efforts),
    ] {
      try expect(one.map(\.bitPattern) == other.map(\.bitPattern), "\(place): \(name) \(one) and \(other)")
    }
  }
}
