import MusterCore

/// What part of an agent is taken, resource by resource, devices and slots included where they are bounded.
struct AgentShares: Sendable, Equatable {
  /// The largest and the smallest part of any resource that the agent has; zero where it has none.
  var most = 0.0
  var least = 0.0

  /// The parts taken once `extra`, `milli` thousandths of devices and `tasks` more slots are, which may be beyond what is
  /// there. O(resources).
  init(of row: Int, adding extra: Resources, milli: Int, tasks: Int, in pool: borrowing Pool) {
    var (most, least) = (0.0, Double.infinity)
    func note(_ taken: Double, of whole: Double) {
      most = max(most, taken / whole)
      least = min(least, taken / whole)
    }
    for lane in 0..<Resources.dimensions {
      let capacity = pool.agents[row].capacity[lane]
      if capacity > 0 { note(Double(capacity - pool.free[row][lane] + extra[lane]), of: Double(capacity)) }
    }
    if pool.devices[row].count > 0 {
      let whole = Int(pool.devices[row].count) * Int(Devices.whole)
      note(Double(whole - pool.devices[row].totalLeft + milli), of: Double(whole))
    }
    if pool.concurrency[row] != .max {
      note(Double(Int(pool.inFlight[row]) + tasks), of: Double(max(pool.concurrency[row], 1)))
    }
    self.most = most
    self.least = least == .infinity ? 0 : least
  }
}
