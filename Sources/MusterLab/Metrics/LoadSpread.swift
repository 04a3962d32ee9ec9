import MusterCore
import MusterMath

/// How unevenly the agents of a pool are loaded. An agent's load is the dominant share of what it has.
struct LoadSpread: Sendable {
  /// Standard deviation over mean; zero where nobody has a load.
  var deviation = 0.0
  /// Largest over mean; zero where nobody has a load.
  var peak = 0.0

  init() {}

  /// As the pool stands. O(agents).
  init(_ pool: Pool) {
    var moments = RunningMoments()
    var largest = 0.0
    for row in 0..<pool.count where pool.status[row] != .left {
      let load = LoadSpread.load(of: row, in: pool)
      moments.add(load)
      largest = max(largest, load)
    }
    guard moments.count > 1, moments.mean > 0 else { return }
    deviation = moments.variance.squareRoot() / moments.mean
    peak = largest / moments.mean
  }

  mutating func add(_ other: LoadSpread, for seconds: Double) {
    deviation += other.deviation * seconds
    peak += other.peak * seconds
  }

  private static func load(of row: Int, in pool: Pool) -> Double {
    var load = 0.0
    let capacity = pool.agents[row].capacity
    for lane in 0..<Resources.dimensions where capacity[lane] > 0 {
      load = max(load, 1 - Double(pool.free[row][lane]) / Double(capacity[lane]))
    }
    let devices = Int(pool.agents[row].deviceCount) * Int(Devices.whole)
    if devices > 0 { load = max(load, 1 - Double(pool.devices[row].totalLeft) / Double(devices)) }
    // Its own, not what a throttle leaves of it: that may be none.
    let slots = pool.agents[row].concurrency
    if slots != .max { load = max(load, Double(pool.inFlight[row]) / Double(slots)) }
    return load
  }
}
