import MusterMath

/// The agents as columns, one row an agent in the order of first joining; rows are never reused, because agents
/// come back. Stages read the columns directly; only the engine (and, tentatively, a ``Frame``) writes them.
public struct Pool: Sendable {
  public internal(set) var agents: [Agent] = []
  public internal(set) var status: [AgentStatus] = []
  public internal(set) var free: [Resources] = []
  public internal(set) var devices: [Devices] = []
  /// What kinds of device demand the tasks under lease have.
  public internal(set) var deviceUse: [DeviceUse] = []
  /// Tasks under lease.
  public internal(set) var inFlight: [Int32] = []
  /// The most tasks at once that are given to it: its own concurrency, or less while it is throttled. One that was
  /// throttled with more in flight keeps them.
  public internal(set) var concurrency: [Int32] = []
  /// The most tasks at once that a throttle leaves it; `.max` without one.
  public internal(set) var allowance: [Int32] = []
  /// Bit of the device model, for agents with devices; zero for those without.
  public internal(set) var modelBit: [UInt64] = []
  public internal(set) var skills: [SkillSet] = []
  /// Changes whenever anything changes that a score may depend on; two equal versions of one row mean equal state.
  public internal(set) var version: [UInt64] = []
  /// A random order, fixed by the seed: the lowest wins among equals.
  public internal(set) var tieRank: [UInt64] = []
  /// The number of the agent's latest lease: orders the agents by who was chosen longest ago.
  public internal(set) var lastLease: [UInt64] = []
  /// Micro-dollars reserved for leases in flight, and spent.
  public internal(set) var reserved: [Int64] = []
  public internal(set) var spent: [Int64] = []
  public internal(set) var lastSeen: [Instant] = []

  /// Capacity of all agents that have not left, and their whole devices in thousandths.
  public internal(set) var totalCapacity = Resources.zero
  public internal(set) var totalDeviceMilli: Int64 = 0
  public internal(set) var activeCount = 0
  /// Whether any agent has a budget: lets stages skip the check.
  public internal(set) var hasBudgets = false

  var rows = RowIndex()
  /// Versions are drawn from here, so that none is ever used for two states.
  var versionSource: UInt64 = 0
  /// Changes whenever an agent comes, goes, drains or offers something else: what scores that look at the whole
  /// pool's offer go by. Leases do not change it.
  public internal(set) var offerVersion: UInt64 = 0

  public init() {}

  public var count: Int { agents.count }
  public func row(of id: AgentID) -> Int? { rows[id.rawValue].map(Int.init) }

  /// Whether the agent could take a task of this demand now: alive, a slot, the skills, the model, the room.
  @inlinable public func admits(_ demand: Demand, at row: Int) -> Bool {
    status[row] == .active && inFlight[row] < concurrency[row] && hasRoom(for: demand, at: row)
      && suits(demand, at: row)
  }

  /// Whether resources and devices are free for the demand.
  @inlinable public func hasRoom(for demand: Demand, at row: Int) -> Bool {
    demand.resources.fits(in: free[row])
      && (demand.devices.count == 0
        || devices[row].fitting(demand.devices.milliEach) >= Int(demand.devices.count))
  }

  /// Whether the agent is of the right kind for the demand, however busy it is.
  @inlinable public func suits(_ demand: Demand, at row: Int) -> Bool {
    demand.skills.isSubset(of: skills[row]) && (demand.models == 0 || demand.models & modelBit[row] != 0)
  }

  /// What is left of the agent's budget, in micro-dollars.
  @inlinable public func budgetLeft(at row: Int) -> Int64 {
    agents[row].budget == Task.unlimited ? .max : agents[row].budget - reserved[row] - spent[row]
  }

  /// What may still be reserved on the agent. Without a budget it is what the sums have room for.
  func room(at row: Int) -> Int64 { agents[row].budget - reserved[row] - spent[row] }

  @usableFromInline mutating func touch(_ row: Int) {
    versionSource &+= 1
    version[row] = versionSource
  }

  /// Takes room for a task on an agent.
  mutating func occupy(_ row: Int, _ demand: Demand, _ mask: DeviceMask) {
    free[row] -= demand.resources
    if mask != 0 { devices[row].take(demand.devices.milliEach, from: mask) }
    deviceUse[row].add(demand.devices)
    inFlight[row] += 1
    touch(row)
  }

  /// Gives that room back.
  mutating func vacate(_ row: Int, _ demand: Demand, _ mask: DeviceMask) {
    free[row] += demand.resources
    if mask != 0 { devices[row].give(demand.devices.milliEach, to: mask) }
    deviceUse[row].remove(demand.devices)
    inFlight[row] -= 1
    touch(row)
  }
}
