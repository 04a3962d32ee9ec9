import MusterCore

/// `packing`: fills devices that are shared already, then agents whose devices are in use, then idle agents; the
/// GpuPacking baseline of FGD (Weng et al., ATC'23). In whole numbers:
///
/// - a task without devices: 0;
/// - an agent with all of its n devices free: max(33 - n, n);
/// - else a task on whole devices: max(50 - count, 33);
/// - else the device with the least left that has room: free, 49; in use, 100 less a tenth of the percentage left,
///   at least 50.
///
/// O(devices) an agent.
public struct Packing: PairScorer {
  public init() {}

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count {
      scores[i] = Float(Packing.rate(demand.devices, frame.pool.devices[Int(rows[i])]))
    }
  }

  static func rate(_ demand: DeviceDemand, _ devices: Devices) -> Int {
    if demand.count == 0 { return 0 }
    var free = 0
    var tightest = Int(Devices.whole) + 1
    for device in 0..<Int(devices.count) {
      let left = Int(devices.left[device])
      if left == Int(Devices.whole) { free += 1 }
      if left >= Int(demand.milliEach) { tightest = min(tightest, left) }
    }
    if free == Int(devices.count) { return max(33 - free, free) }
    if demand.milliEach == Devices.whole { return max(50 - Int(demand.count), 33) }
    if tightest == Int(Devices.whole) { return 49 }
    return max(100 - (tightest * 100 / Int(Devices.whole)) / 10, 50)
  }
}

extension Packing {
  static let word = Word.score(
    "packing", meaning: "Shared devices first, then used agents, then idle ones.",
    source: "GpuPacking in FGD, Weng et al., ATC'23", make: { _ in .pairScorer(Packing()) })
}
