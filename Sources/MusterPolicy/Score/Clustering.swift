import MusterCore

/// `clustering`: keeps tasks with the same kind of device demand together; the GpuClustering baseline of FGD
/// (Weng et al., ATC'23, after Gandiva). In whole numbers: 25 times the share of the reference amount of devices
/// that is taken, and 75 if the agent runs this kind only, 50 if it runs this kind among others, 25 if it runs
/// none, 0 if it runs others only. A task without devices scores 0.
///
/// A task that ended no longer counts, where the paper's simulator has none that end. O(1) an agent.
public struct Clustering: PairScorer {
  let devices: Int

  /// - Parameter devices: thousandths of devices that count as one; the largest agent's, in the paper.
  public init(devices: Int = 8000) { self.devices = devices }

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count {
      let row = Int(rows[i])
      scores[i] = Float(
        rate(demand.devices, left: frame.pool.devices[row].totalLeft, frame.pool.deviceUse[row]))
    }
  }

  func rate(_ demand: DeviceDemand, left: Int, _ use: DeviceUse) -> Int {
    guard let kind = DeviceUse.kind(of: demand) else { return 0 }
    var others = use.tasks
    others[kind] = 0
    let affinity =
      if use.tasks[kind] > 0 { others == .zero ? 75 : 50 } else { use.isEmpty ? 25 : 0 }
    return 25 * (devices - left) / devices + affinity
  }
}

extension Clustering {
  static let word = Word.score(
    "clustering",
    [
      Parameter(
        "devices", .integer(1...1_000_000_000), standard: .integer(8000),
        meaning: "Thousandths of devices that count as one.")
    ],
    meaning: "Agents that run the same kind of device demand.",
    source: "GpuClustering in FGD, Weng et al., ATC'23",
    make: { .pairScorer(Clustering(devices: $0.integer("devices"))) })
}
