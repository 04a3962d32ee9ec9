import MusterCore

/// `dot-product`: prefers the agent on which what is left and what is wanted align least, as FGD (Weng et al.,
/// ATC'23) rates its baseline after Tetris: int(100 * (1 - (cpuLeft * cpuWanted + devicesLeft * devicesWanted) /
/// 2)), each as a share of a reference amount, truncated.
///
/// O(1) an agent.
public struct DotProduct: PairScorer {
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
    let cpuWanted = Double(demand.resources.cpuMilli) / cpu
    let wanted = Double(demand.devices.totalMilli) / devices
    for i in 0..<rows.count {
      let row = Int(rows[i])
      var sum = Double(frame.pool.free[row].cpuMilli) / cpu * cpuWanted
      sum += Double(frame.pool.devices[row].totalLeft) / devices * wanted
      scores[i] = Float((100 * (1 - sum / 2)).rounded(.towardZero))
    }
  }
}

extension DotProduct {
  static let word = Word.score(
    "dot-product", [ReferenceAmount.cpu, ReferenceAmount.devices],
    meaning: "Least alignment of what is left with what is wanted.",
    source: "baseline of FGD, Weng et al., ATC'23; Tetris, Grandl et al., SIGCOMM'14",
    make: { .pairScorer(DotProduct(cpu: $0.number("cpu"), devices: $0.number("devices"))) })
}
