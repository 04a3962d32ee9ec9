import MusterMath

/// How the columns of the pool change when agents come, change and go.
extension Pool {
  /// Adds a row for an agent that was never here.
  mutating func append(_ agent: Agent, seed: UInt64) -> Int {
    let row = agents.count
    agents.append(agent)
    status.append(.left)
    free.append(.zero)
    devices.append(Devices())
    deviceUse.append(DeviceUse())
    inFlight.append(0)
    concurrency.append(0)
    allowance.append(.max)
    modelBit.append(0)
    skills.append(.none)
    version.append(0)
    tieRank.append(Mix.hash(seed, agent.id.rawValue))
    lastLease.append(0)
    reserved.append(0)
    spent.append(0)
    lastSeen.append(Instant(.min))
    rows.insert(agent.id.rawValue, Int32(row))
    return row
  }

  /// The agent is here (again), with nothing to do and no throttle.
  mutating func revive(_ row: Int, _ agent: Agent) {
    agents[row] = agent
    free[row] = agent.capacity
    devices[row] = Devices(count: Int(agent.deviceCount))
    deviceUse[row] = DeviceUse()
    inFlight[row] = 0
    allowance[row] = .max
    setOffer(row, agent)
    totalCapacity += agent.capacity
    totalDeviceMilli += Int64(agent.deviceCount) * Int64(Devices.whole)
    setStatus(row, .active)
  }

  /// Whether what the agent's leases hold is within what it would offer.
  func leasesFit(_ row: Int, _ agent: Agent) -> Bool {
    if (free[row] + agent.capacity - agents[row].capacity).hasNegative { return false }
    if inFlight[row] > agent.concurrency { return false }
    for device in Int(agent.deviceCount)..<Devices.limit where device < Int(devices[row].count) {
      if devices[row].left[device] != Devices.whole { return false }
    }
    return true
  }

  /// The agent offers something else; what its leases hold stays taken.
  mutating func change(_ row: Int, _ agent: Agent) {
    let old = agents[row]
    totalCapacity += agent.capacity - old.capacity
    totalDeviceMilli += (Int64(agent.deviceCount) - Int64(old.deviceCount)) * Int64(Devices.whole)
    free[row] += agent.capacity - old.capacity
    var lanes = Devices(count: Int(agent.deviceCount))
    for device in 0..<Int(min(old.deviceCount, agent.deviceCount)) {
      lanes.left[device] = devices[row].left[device]
    }
    devices[row] = lanes
    agents[row] = agent
    setOffer(row, agent)
    offerVersion &+= 1
    touch(row)
  }

  /// At most so many tasks are given to the agent from now on; what it has it keeps.
  mutating func throttle(_ row: Int, _ limit: Int32) {
    allowance[row] = limit
    concurrency[row] = min(agents[row].concurrency, limit)
    touch(row)
  }

  /// The agent is gone; it holds nothing.
  mutating func retire(_ row: Int) {
    guard status[row] != .left else { return }
    totalCapacity -= agents[row].capacity
    totalDeviceMilli -= Int64(agents[row].deviceCount) * Int64(Devices.whole)
    setStatus(row, .left)
  }

  mutating func setStatus(_ row: Int, _ new: AgentStatus) {
    if status[row] == .active { activeCount -= 1 }
    if new == .active { activeCount += 1 }
    status[row] = new
    offerVersion &+= 1
    touch(row)
  }

  /// Sets the columns that follow from the agent and its status, as if it held nothing.
  mutating func restore(_ row: Int) {
    let agent = agents[row]
    free[row] = agent.capacity
    devices[row] = Devices(count: Int(agent.deviceCount))
    setOffer(row, agent)
    if status[row] == .active { activeCount += 1 }
    if status[row] != .left {
      totalCapacity += agent.capacity
      totalDeviceMilli += Int64(agent.deviceCount) * Int64(Devices.whole)
    }
    offerVersion &+= 1
    touch(row)
  }

  private mutating func setOffer(_ row: Int, _ agent: Agent) {
    concurrency[row] = min(agent.concurrency, allowance[row])
    modelBit[row] = agent.deviceCount > 0 ? 1 << UInt64(agent.deviceModel) : 0
    skills[row] = agent.skills
    if agent.budget != Task.unlimited { hasBudgets = true }
  }
}
