import MusterCore
import MusterMath

/// How much of the pool is in use over time, and how evenly.
struct UsageMeter: Sendable {
  private var used = Resources.zero
  private var usedDeviceMilli: Int64 = 0
  private var usedSlots: Int64 = 0
  private var capacity = Resources.zero
  private var deviceCapacity: Int64 = 0
  private var slots: Int64 = 0
  private var last = Instant.zero
  private var seconds = 0.0
  private var integral = SIMD8<Double>.zero
  private var deviceIntegral = 0.0
  private var slotIntegral = 0.0

  private var untilSample = 0
  private var sampledAt = Instant.zero
  private var imbalance = LoadSpread()
  private var imbalanceSeconds = 0.0
  private var lastImbalance = LoadSpread()

  private var points: [(at: Instant, cpu: Double, device: Double, slots: Double)] = []
  /// Steps between two points of a curve; doubled whenever there are too many.
  private var stride = 1
  private var untilPoint = 0
  private static let pointLimit = 512

  mutating func began(_ engine: Engine, at now: Instant) {
    last = now
    sampledAt = now
    refresh(engine)
  }

  mutating func advance(to now: Instant) {
    let span = Double(now - last) * 1e-9
    last = now
    guard span > 0 else { return }
    seconds += span
    if usedSlots > 0 {
      integral += SIMD8<Double>(used.lanes) * span
      deviceIntegral += Double(usedDeviceMilli) * span
      slotIntegral += Double(usedSlots) * span
    }
  }

  mutating func took(_ demand: Demand) {
    used += demand.resources
    usedDeviceMilli += Int64(demand.devices.totalMilli)
    usedSlots += 1
  }

  mutating func gave(_ demand: Demand) {
    used -= demand.resources
    usedDeviceMilli -= Int64(demand.devices.totalMilli)
    usedSlots -= 1
  }

  /// Looks at how evenly the agents are loaded, seldom enough that its cost does not grow with the pool.
  mutating func sampleLoad(_ engine: Engine, at now: Instant, changed: Bool) {
    untilSample -= 1
    if untilSample <= 0 {
      untilSample = max(16, engine.pool.count / 4)
      let span = Double(now - sampledAt) * 1e-9
      sampledAt = now
      imbalance.add(lastImbalance, for: span)
      if lastImbalance.deviation > 0 { imbalanceSeconds += span }
      lastImbalance = LoadSpread(engine.pool)
      refresh(engine)
    }
    untilPoint -= 1
    if untilPoint <= 0 {
      untilPoint = stride
      points.append(
        (
          now, share(Int64(used.cpuMilli), capacity.cpuMilli), share(usedDeviceMilli, deviceCapacity),
          share(usedSlots, slots)
        ))
      if points.count >= UsageMeter.pointLimit {
        points = points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        stride *= 2
      }
    }
  }

  private func share(_ used: Int64, _ capacity: Int64) -> Double {
    capacity > 0 ? 100 * Double(used) / Double(capacity) : .nan
  }

  private mutating func refresh(_ engine: Engine) {
    capacity = engine.pool.totalCapacity
    deviceCapacity = engine.pool.totalDeviceMilli
    slots = 0
    for row in 0..<engine.pool.count where engine.pool.status[row] != .left {
      let concurrency = engine.pool.agents[row].concurrency
      if concurrency == .max {
        slots = 0
        return
      }
      slots += Int64(concurrency)
    }
  }

  var metrics: [MetricValue] {
    guard seconds > 0 else { return [] }
    var metrics: [MetricValue] = []
    func add(_ name: String, _ integral: Double, _ capacity: Int64) {
      if capacity > 0 { metrics.append(MetricValue(name, 100 * integral / seconds / Double(capacity))) }
    }
    add("cpuUtilisationPct", integral[Resources.cpuLane], capacity.cpuMilli)
    add("memoryUtilisationPct", integral[Resources.memoryLane], capacity.memoryMiB)
    add("gpuUtilisationPct", deviceIntegral, deviceCapacity)
    add("slotUtilisationPct", slotIntegral, slots)
    metrics.append(
      MetricValue("loadCV", imbalanceSeconds > 0 ? imbalance.deviation / imbalanceSeconds : 0))
    metrics.append(MetricValue("loadPeak", imbalanceSeconds > 0 ? imbalance.peak / imbalanceSeconds : 1))
    return metrics
  }

  var curves: [Curve] {
    func curve(_ name: String, _ value: (Int) -> Double) -> Curve? {
      let drawn = points.indices.filter { !value($0).isNaN }
      guard drawn.count > 1 else { return nil }
      return Curve(
        name: name, xUnit: "virtual s", yUnit: "%",
        points: drawn.map { CurvePoint(points[$0].at.seconds, value($0)) })
    }
    return [
      curve("CPU in use") { points[$0].cpu }, curve("GPU in use") { points[$0].device },
      curve("Slots in use") { points[$0].slots },
    ].compactMap { $0 }
  }
}
