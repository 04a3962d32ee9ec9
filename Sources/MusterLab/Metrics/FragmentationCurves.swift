import MusterCore
import MusterPolicy

/// Device allocation and fragmentation against the demand that has arrived, sampled after every arrival as the
/// FGD simulator does (Weng et al., ATC'23): the samples whose arrived percentage rounds (half to even) to x are
/// averaged; a percentage without a sample takes its neighbours'.
struct FragmentationCurves: Sendable {
  private var meter: FragmentationMeter
  private var ofAgent: [Double] = []
  private var total = 0.0
  private var capacity = 0.0
  private var used = 0.0
  private var arrived = 0.0
  private var hasArrived = false
  private var bins: [Bin] = []
  /// The pool before anything arrived.
  private var idle = Bin()

  private struct Bin: Sendable {
    var allocation: [Double] = []
    var amount: [Double] = []
    var ratio: [Double] = []
  }

  /// The percentages that have a metric of their own.
  static let headlines = [0, 25, 50, 80, 90, 100, 110, 120, 130]

  init(mix: DemandMix) { meter = FragmentationMeter(mix: mix) }

  mutating func began(_ engine: Engine) {
    capacity = Double(engine.pool.totalDeviceMilli)
    ofAgent = (0..<engine.pool.count).map { meter.fragmentation(of: $0, in: engine.pool) }
    total = sum()
    let ratio = capacity > 0 ? 100 * total / capacity : 0
    idle = Bin(
      allocation: [0], amount: [FragmentationCurves.rounded(total)],
      ratio: [FragmentationCurves.rounded(ratio)])
  }

  mutating func arrived(_ task: Task) {
    arrived += Double(task.demand.devices.totalMilli)
    hasArrived = true
  }

  mutating func placed(_ task: Task, on agent: AgentID, _ engine: Engine) {
    guard let row = engine.pool.row(of: agent), row < ofAgent.count else { return }
    used += Double(task.demand.devices.totalMilli)
    ofAgent[row] = meter.fragmentation(of: row, in: engine.pool)
  }

  mutating func sample(_ engine: Engine) {
    guard hasArrived, capacity > 0 else { return }
    hasArrived = false
    total = sum()
    let x = Int((100 * arrived / capacity).rounded(.toNearestOrEven))
    while bins.count <= x { bins.append(Bin()) }
    bins[x].allocation.append(FragmentationCurves.rounded(100 * used / capacity))
    bins[x].amount.append(FragmentationCurves.rounded(total))
    let free = capacity - used
    bins[x].ratio.append(free > 0 ? FragmentationCurves.rounded(100 * total / free) : 0)
  }

  /// Added up anew each time, in row order: a running sum would drift with the number of placements.
  private func sum() -> Double { ofAgent.reduce(0, +) }

  /// To two decimals, as the published simulator writes its samples.
  private static func rounded(_ value: Double) -> Double { (value * 100).rounded(.toNearestOrEven) / 100 }

  private func mean(_ x: Int, _ samples: (Bin) -> [Double]) -> Double {
    var values = x < bins.count ? samples(bins[x]) : []
    if values.isEmpty && x < bins.count {
      if x > 0 { values += samples(bins[x - 1]) }
      if x + 1 < bins.count { values += samples(bins[x + 1]) }
    }
    // On a pool of a few devices one arrival passes many percentages at once: they stand where it came to stand.
    var below = min(x, bins.count)
    while values.isEmpty && below > 0 {
      below -= 1
      values = samples(bins[below])
    }
    if values.isEmpty { values = samples(idle) }
    return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  private func allocation(_ x: Int) -> Double { FragmentationCurves.rounded(mean(x) { $0.allocation }) }
  private func amount(_ x: Int) -> Double {
    FragmentationCurves.rounded(100 * mean(x) { $0.amount } / capacity)
  }
  private func ratio(_ x: Int) -> Double { mean(x) { $0.ratio } }

  var metrics: [MetricValue] {
    var metrics: [MetricValue] = []
    let reached = bins.isEmpty ? [] : FragmentationCurves.headlines
    for x in reached { metrics.append(MetricValue("gpuAllocationPct@\(x)", allocation(x))) }
    for x in reached { metrics.append(MetricValue("fragAmountPct@\(x)", amount(x))) }
    for x in reached { metrics.append(MetricValue("fragRatioPct@\(x)", ratio(x))) }
    return metrics
  }

  var curves: [Curve] {
    func curve(_ name: String, _ value: (Int) -> Double) -> Curve {
      Curve(
        name: name, xUnit: "% of the GPU capacity requested", yUnit: "%",
        points: bins.indices.map { CurvePoint(Double($0), value($0)) }.filter { !$0.y.isNaN })
    }
    return [
      curve("GPU allocated", allocation), curve("GPU fragmented", amount),
      curve("Idle GPU fragmented", ratio),
    ]
  }
}
