import MusterCore

/// Computes the ``PlacementFeature``s of agents: what has to be known of the mix and the pool for that, and what is
/// remembered of the agents by version.
///
/// An agent's features take two evaluations of F, one for the mix and one for the mix weighted by devices: see
/// ``MixTable``.
struct PlacementSight: Sendable {
  typealias Vector = PlacementWeights.Vector

  private var table = MixTable()
  private var weighted = MixTable()
  private var scarcity = ModelScarcity()
  /// Milli-CPU that the mix asks for with a whole device.
  private var cpuPerDevice: Float = 0
  private var offerVersion: UInt64 = 0
  private var identity = PoolIdentity()
  /// F of both mixes as the agents stand, right for the agents whose version is the one known.
  private var before: [SIMD2<Double>] = []
  private var known: [UInt64] = []

  /// An agent before the task comes to it.
  struct Agent {
    var cpu: Int64
    var cpuOffered: Float
    var model: UInt64
    var scarcity: Float
    var wasIdle: Bool
    var before: SIMD2<Double>
  }

  /// Takes up what changed in the mix and in what the pool offers.
  mutating func prepare(_ frame: borrowing Frame) {
    let isNew = identity.isNew(frame)
    if isNew || table.version != frame.mix.version || offerVersion != frame.pool.offerVersion {
      known.removeAll(keepingCapacity: true)
      offerVersion = frame.pool.offerVersion
      table.compile(frame.mix)
      let mix = frame.mix.weightedByDevices
      weighted.compile(mix)
      scarcity = ModelScarcity(frame.mix, frame.pool)
      cpuPerDevice = Float(
        mix.entries.reduce(0) {
          $0 + $1.share * Double($1.demand.resources.cpuMilli) * 1000 / Double($1.demand.devices.totalMilli)
        })
    }
    if known.count < frame.pool.count {
      // Versions start at 1.
      known.append(contentsOf: repeatElement(0, count: frame.pool.count - known.count))
      before.append(contentsOf: repeatElement(.zero, count: frame.pool.count - before.count))
    }
  }

  /// The agent in a row, with so much of each device left.
  mutating func agent(
    _ row: Int, _ left: UnsafeBufferPointer<Int16>, in frame: borrowing Frame
  ) -> Agent {
    let free = frame.pool.free[row]
    let model = frame.pool.modelBit[row]
    if known[row] != frame.pool.version[row] {
      before[row] = fragmentation(cpu: free.cpuMilli, model, left)
      known[row] = frame.pool.version[row]
    }
    return Agent(
      cpu: free.cpuMilli, cpuOffered: Float(frame.pool.agents[row].capacity.cpuMilli), model: model,
      scarcity: scarcity[model], wasIdle: frame.pool.inFlight[row] == 0, before: before[row])
  }

  /// The features of the agent with so much CPU taken and so much left of each device.
  ///
  /// - Parameter shareLeft: thousandths left on the device that the task shares; zero where it shares none.
  mutating func features(
    of agent: Agent, taking cpu: Int64, left: UnsafeBufferPointer<Int16>, shareLeft: Int16
  ) -> Vector {
    let after = fragmentation(cpu: agent.cpu - cpu, agent.model, left)
    let fall = agent.before - after
    var (total, idle) = (0, 0)
    for milli in left {
      total += Int(milli)
      idle += milli == Devices.whole ? 1 : 0
    }
    let cpuLeft = Float(agent.cpu - cpu)
    let devices = Float(total) / 1000
    let needed = devices * cpuPerDevice
    var vector = Vector.zero
    func set(_ feature: PlacementFeature, _ value: Float) { vector[feature.rawValue] = value }
    set(.fragmentationScore, Float(Fragmentation.score(fall[0])))
    set(.weightedFall, Float(min(max(fall[1] / 100, -40), 40)))
    set(.cpuLeft, cpuLeft / 12_800)
    set(.devicesLeft, devices * 1.25)
    let cpuShare = agent.cpuOffered > 0 ? cpuLeft / agent.cpuOffered : 0
    let deviceShare = left.isEmpty ? 0 : devices / Float(left.count)
    set(.imbalance, abs(cpuShare - deviceShare) * 10)
    set(.cpuShortage, cpuPerDevice > 0 ? max(0, needed - cpuLeft) / cpuPerDevice : 0)
    set(.idleDevices, Float(idle) * 1.25)
    set(.partlyLeft, Float(total - idle * 1000) / 200)
    set(.fragmentation, Float(after[0]) / 800)
    set(.shareLeft, Float(shareLeft) / 100)
    set(.scarcity, agent.scarcity * 10)
    set(.cpuOffered, agent.cpuOffered / 12_800)
    set(.wasIdle, agent.wasIdle ? 10 : 0)
    set(.scarcitySquared, agent.scarcity * agent.scarcity * 10)
    set(.cpuSurplus, max(0, cpuLeft - needed) / 12_800)
    set(.scarceLeft, agent.scarcity * devices * 1.25)
    return vector
  }

  private mutating func fragmentation(
    cpu: Int64, _ model: UInt64, _ left: UnsafeBufferPointer<Int16>
  ) -> SIMD2<Double> {
    SIMD2(
      table.fragmentation(table.program(cpu: cpu, model: model), left: left),
      weighted.fragmentation(weighted.program(cpu: cpu, model: model), left: left))
  }
}

extension DemandMix {
  /// The same demands, each with its share of all devices that are wanted instead of its share of all tasks; those
  /// that want none are left out.
  var weightedByDevices: DemandMix {
    let total = entries.reduce(0) { $0 + $1.share * Double($1.demand.devices.totalMilli) }
    let wanting = entries.filter { $0.demand.devices.totalMilli > 0 }
    return DemandMix(
      entries: wanting.map {
        Entry(demand: $0.demand, share: $0.share * Double($0.demand.devices.totalMilli) / total)
      }, version: version)
  }
}
