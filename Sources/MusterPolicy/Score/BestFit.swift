import MusterCore

/// `best-fit`: prefers the agent that has the least CPU and devices left once the task is on it: the baseline of
/// FGD (Weng et al., ATC'23), int(100 * (1 - cpuLeft / cpu / 2 - devicesLeft / devices / 2)), truncated.
///
/// O(1) an agent.
public struct BestFit: PairScorer {
  let cpu: Double
  let devices: Double

  /// - Parameters:
  ///   - cpu: milli-CPU that count as one; the largest agent's, in the paper.
  ///   - devices: thousandths of devices that count as one.
  public init(cpu: Double = 128_000, devices: Double = 8000) {
    self.cpu = cpu
    self.devices = devices
  }

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let cpuWanted = Double(demand.resources.cpuMilli)
    let wanted = Double(demand.devices.totalMilli)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      let cpuLeft = Double(frame.pool.free[row].cpuMilli) - cpuWanted
      let left = Double(frame.pool.devices[row].totalLeft) - wanted
      // In the order of the published simulator, for the same rounding.
      var sum = cpuLeft / cpu * 0.5
      sum += left / devices * 0.5
      scores[i] = Float(((1 - sum) * 100).rounded(.towardZero))
    }
  }
}

extension BestFit {
  static let word = Word.score(
    "best-fit", [ReferenceAmount.cpu, ReferenceAmount.devices],
    meaning: "Least CPU and devices left after the task.", source: "baseline of FGD, Weng et al., ATC'23",
    make: { .pairScorer(BestFit(cpu: $0.number("cpu"), devices: $0.number("devices"))) })
}
