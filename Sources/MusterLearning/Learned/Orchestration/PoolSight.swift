import MusterCore
import MusterPolicy

/// A live pool as agents of the orchestration world see theirs: what is held of it, and how loaded its nodes are.
///
/// Three resources: processors, memory and devices. In a pool that counts no processors, slots stand for them. Agents
/// are looked at again when their version changed: `O(agents)` a task, a comparison each.
struct PoolSight: Sendable {
  private struct Row: Sendable {
    /// What there is of each resource, and what of that is held.
    var capacity = SIMD3<Int64>.zero
    var held = SIMD3<Int64>.zero
    /// The greatest share of any resource that is held, and the same in 2^-30 for sums that do not depend on the
    /// order in which agents changed.
    var load = 0.0
    var units: Int64 = 0
    var isThere = false
    var isUp = false
  }

  private var rows: [Row] = []
  private var known: [UInt64] = []
  private var identity = PoolIdentity()
  private var countsSlots = false
  /// Sums over agents that are there and, of loads, over those that are up.
  private var capacity = SIMD3<Int64>.zero
  private var held = SIMD3<Int64>.zero
  private var units: Int64 = 0
  private var count = 0
  private var upCount = 0

  /// Takes up what changed.
  mutating func prepare(_ frame: borrowing Frame) {
    let slots = frame.pool.totalCapacity.cpuMilli == 0
    if identity.isNew(frame) || slots != countsSlots { self = PoolSight(identity, slots) }
    while rows.count < frame.pool.count {
      rows.append(Row())
      // Versions start at 1.
      known.append(0)
    }
    for row in rows.indices where known[row] != frame.pool.version[row] {
      known[row] = frame.pool.version[row]
      count(rows[row], -1)
      rows[row] = look(row, frame.pool)
      count(rows[row], 1)
    }
  }

  init() {}

  private init(_ identity: PoolIdentity, _ countsSlots: Bool) {
    self.identity = identity
    self.countsSlots = countsSlots
  }

  private func look(_ at: Int, _ pool: borrowing Pool) -> Row {
    var row = Row()
    row.isThere = pool.status[at] != .left
    row.isUp = pool.status[at] == .active
    let (offered, free) = (pool.agents[at].capacity, pool.free[at])
    row.capacity = SIMD3(offered.cpuMilli, offered.memoryMiB, Int64(pool.devices[at].count) * 1000)
    row.held = SIMD3(
      offered.cpuMilli - free.cpuMilli, offered.memoryMiB - free.memoryMiB,
      row.capacity[2] - Int64(pool.devices[at].totalLeft))
    if countsSlots {
      row.capacity[0] = Int64(pool.concurrency[at])
      row.held[0] = Int64(pool.inFlight[at])
    }
    row.load = (0..<3).reduce(0) { max($0, Self.share(row, $1)) }
    row.units = Int64((row.load * 1_073_741_824).rounded())
    return row
  }

  private static func share(_ row: Row, _ resource: Int) -> Double {
    row.capacity[resource] > 0 ? Double(row.held[resource]) / Double(row.capacity[resource]) : 0
  }

  private mutating func count(_ row: Row, _ sign: Int64) {
    if row.isThere {
      capacity &+= row.capacity &* SIMD3(repeating: sign)
      held &+= row.held &* SIMD3(repeating: sign)
      count += Int(sign)
    }
    if row.isUp {
      units += row.units * sign
      upCount += Int(sign)
    }
  }

  /// The load of the agents that are up, mean.
  var meanLoad: Double { upCount > 0 ? Double(units) / 1_073_741_824 / Double(upCount) : 0 }

  /// The greatest share of any resource of the agent that is held.
  func load(_ row: Int) -> Double { rows[row].load }

  /// The share of each resource of an agent that is held.
  func shares(_ row: Int) -> SIMD3<Double> {
    SIMD3(Self.share(rows[row], 0), Self.share(rows[row], 1), Self.share(rows[row], 2))
  }

  /// The share of each resource of the whole pool that is held.
  var shares: SIMD3<Double> {
    var shares = SIMD3<Double>.zero
    for resource in 0..<3 where capacity[resource] > 0 {
      shares[resource] = Double(held[resource]) / Double(capacity[resource])
    }
    return shares
  }

  /// What a demand asks for, in agents of mean size.
  func demand(_ demand: Demand) -> SIMD3<Double> {
    let wanted = amount(demand)
    var demand = SIMD3<Double>.zero
    for resource in 0..<3 where capacity[resource] > 0 {
      demand[resource] = Double(wanted[resource]) / Double(capacity[resource]) * Double(count)
    }
    return demand
  }

  private func amount(_ demand: Demand) -> SIMD3<Int64> {
    SIMD3(
      countsSlots ? 1 : demand.resources.cpuMilli, demand.resources.memoryMiB,
      Int64(demand.devices.totalMilli))
  }

  /// Less what would be left of the resource that is the demand's dominant one, `resource`, in agents of mean size.
  func bestFit(_ row: Int, _ demand: Demand, _ resource: Int) -> Double {
    guard capacity[resource] > 0 else { return 0 }
    let left = rows[row].capacity[resource] - rows[row].held[resource] - amount(demand)[resource]
    return -Double(left) / Double(capacity[resource]) * Double(count)
  }
}
