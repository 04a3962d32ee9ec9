import MusterMath

extension InvariantCheck {
  /// What the leases of one agent hold together.
  private struct Held {
    var resources = Resources.zero
    var devices = Devices.Lanes.zero
    var use = DeviceUse()
    var count: Int32 = 0
    var reserve: Int64 = 0
  }

  func checkAgent(_ row: Int, _ timers: TimerSet) {
    let pool = engine.pool
    let agent = pool.agents[row]
    let place = "agent \(agent.id)"
    let held = held(row)

    for lane in 0..<Resources.dimensions {
      let free = pool.free[row][lane]
      expectEqual(
        free &+ held.resources[lane], agent.capacity[lane], .capacityAddsUp, place + ", lane \(lane)")
      expect(free >= 0, .capacityAddsUp, place + ", free in lane \(lane)", found: "\(free)", expected: ">= 0")
    }
    let whole = Devices(count: Int(agent.deviceCount))
    expectEqual(pool.devices[row].count, whole.count, .capacityAddsUp, place + ", devices")
    for device in 0..<Devices.limit {
      let left = pool.devices[row].left[device]
      expectEqual(
        left &+ held.devices[device], whole.left[device], .capacityAddsUp, place + ", device \(device)")
      expect(left >= 0, .capacityAddsUp, place + ", device \(device)", found: "\(left)", expected: ">= 0")
    }
    expectEqual(pool.deviceUse[row], held.use, .capacityAddsUp, place + ", kinds of device demand")
    expectEqual(pool.inFlight[row], held.count, .slotsKept, place + ", leases")
    expectEqual(
      pool.concurrency[row], min(agent.concurrency, pool.allowance[row]), .slotsKept, place + ", concurrency")
    expect(
      pool.allowance[row] >= 0, .slotsKept, place + ", throttle", found: "\(pool.allowance[row])",
      expected: ">= 0")
    expect(
      held.count <= agent.concurrency, .slotsKept, place, found: "\(held.count) leases",
      expected: "at most \(agent.concurrency)")
    if pool.status[row] == .left { expectEqual(held.count, 0, .absentHoldNothing, place + ", leases") }
    checkMoney(row, held.reserve, place)
    checkTimers(row, timers, place)
  }

  private func held(_ row: Int) -> Held {
    var held = Held()
    var previous: Int32 = -1
    var next = engine.firstOnAgent[row]
    while next >= 0 {
      let task = Int(next)
      let record = engine.tasks.records[task]
      listed[task] &+= 1
      // A list that runs into itself would never end.
      if listed[task] > 1 { break }
      let demand = engine.tasks.specs[task].demand
      let place = "task \(engine.tasks.specs[task].id)"
      expectEqual(Int(record.agent), row, .noTaskLost, place + ", row of its agent")
      expectEqual(record.previousOnAgent, previous, .indexAgrees, place + ", neighbour in the list of leases")
      expect(
        record.devices.nonzeroBitCount == Int(demand.devices.count), .capacityAddsUp, place,
        found: "\(record.devices.nonzeroBitCount) devices", expected: "\(demand.devices.count)")
      held.resources += demand.resources
      for device in 0..<Devices.limit where record.devices & (1 << UInt16(device)) != 0 {
        held.devices[device] &+= demand.devices.milliEach
      }
      held.use.add(demand.devices)
      held.count &+= 1
      held.reserve &+= record.reserve
      previous = next
      next = record.nextOnAgent
    }
    return held
  }

  private func checkMoney(_ row: Int, _ reserve: Int64, _ place: String) {
    let pool = engine.pool
    expectEqual(pool.reserved[row], reserve, .reservesAddUp, place)
    checkBudget(reserved: pool.reserved[row], spent: pool.spent[row], budget: pool.agents[row].budget, place)
  }

  func checkBudget(reserved: Int64, spent: Int64, budget: Int64, _ place: String) {
    let (sum, overflow) = spent.addingReportingOverflow(reserved)
    let within = !overflow && (sum <= budget || !budgetsFixed)
    expect(
      spent >= 0 && reserved >= 0 && within, .budgetKept, place,
      found: "\(spent) spent, \(reserved) reserved",
      expected: "at most \(budget)")
  }

  private func checkTimers(_ row: Int, _ timers: TimerSet, _ place: String) {
    let status = engine.pool.status[row]
    let configuration = engine.configuration
    var expected: TimerSet = []
    let isSilent = status != .active
    if status != .left, configuration.suspectAfter != Task.forever, engine.pool.agents[row].isWatched,
      !isSilent || configuration.leaveAfter != Task.forever
    {
      expected.insert(.silence)
    }
    if status == .draining && engine.pool.inFlight[row] == 0 { expected.insert(.drained) }
    expectEqual(timers.rawValue, expected.rawValue, .timersSet, place + ", \(status), live timers")
  }

  func checkTenants() {
    let tenants = engine.tenants
    var reserved = [Int64](repeating: 0, count: tenants.count)
    var usage = [Resources](repeating: .zero, count: tenants.count)
    var deviceMilli = [Int64](repeating: 0, count: tenants.count)
    var inFlight = [Int32](repeating: 0, count: tenants.count)
    for row in engine.tasks.occupiedRows where engine.tasks.records[row].status.holdsLease {
      let task = engine.tasks.specs[row]
      let tenant = Int(task.tenant.rawValue)
      reserved[tenant] &+= engine.tasks.records[row].reserve
      usage[tenant] += task.demand.resources
      deviceMilli[tenant] &+= Int64(task.demand.devices.totalMilli)
      inFlight[tenant] &+= 1
    }
    for row in 0..<tenants.count {
      let place = "tenant \(row)"
      expectEqual(tenants.usage[row], usage[row], .usageAddsUp, place)
      expectEqual(tenants.deviceMilli[row], deviceMilli[row], .usageAddsUp, place + ", devices")
      expectEqual(tenants.inFlight[row], inFlight[row], .usageAddsUp, place + ", leases")
      expect(
        tenants.terms[row].floor >= 0, .usageAddsUp, place + ", floor", found: "\(tenants.terms[row].floor)",
        expected: ">= 0")
      expectEqual(tenants.reserved[row], reserved[row], .reservesAddUp, place)
      checkBudget(
        reserved: tenants.reserved[row], spent: tenants.spent[row], budget: tenants.terms[row].budget, place)
    }
  }
}
