import MusterCore

/// `learned-placement`: a linear score over the ``PlacementFeature``s of an agent, FGD's own score among them, with
/// weights fitted on traces by `muster train placement` (cross-entropy method). It goes beyond FGD (Weng et al.,
/// ATC'23) by knowing what CPU and which models of device will be short in this pool and mix.
///
/// A task that wants a share of one device tries each device (the first of the best wins); another takes devices
/// by best fit. O(distinct amounts left) times two evaluations of F an agent, about half a microsecond.
public struct LearnedPlacement: PairScorer {
  let weights: PlacementWeights
  private var sight = PlacementSight()

  public init(_ weights: PlacementWeights = .trained) { self.weights = weights }

  public var dependsOnMix: Bool { true }
  public var dependsOnOffer: Bool { true }

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    sight.prepare(frame)
    for i in 0..<rows.count { scores[i] = rate(demand, Int(rows[i]), in: frame).score }
  }

  public mutating func devices(for demand: Demand, agent: Int, in frame: borrowing Frame) -> DeviceMask? {
    sight.prepare(frame)
    return rate(demand, agent, in: frame).devices
  }

  /// The score of the agent, and the devices that it is about.
  private mutating func rate(
    _ demand: Demand, _ row: Int, in frame: borrowing Frame
  ) -> (score: Float, devices: DeviceMask?) {
    let kind = PlacementWeights.Kind(demand.devices)
    let cpu = demand.resources.cpuMilli
    var lanes = frame.pool.devices[row].left
    let count = Int(frame.pool.devices[row].count)
    return withUnsafeMutableBytes(of: &lanes) { bytes in
      let left = UnsafeMutableBufferPointer(rebasing: bytes.assumingMemoryBound(to: Int16.self)[..<count])
      let view = UnsafeBufferPointer(left)
      let agent = sight.agent(row, view, in: frame)
      if kind != .share {
        // Without room there is no such state to rate, and no placement either.
        guard let mask = Fragmentation.take(demand.devices, from: left) else { return (0, nil) }
        let features = sight.features(of: agent, taking: cpu, left: view, shareLeft: 0)
        return (weights.score(features, kind), mask)
      }
      let milli = demand.devices.milliEach
      var best: (score: Float, devices: DeviceMask?) = (0, nil)
      for device in 0..<count where left[device] >= milli {
        // A device with as much left as one before it gives the same.
        if (0..<device).contains(where: { left[$0] == left[device] }) { continue }
        left[device] -= milli
        let features = sight.features(of: agent, taking: cpu, left: view, shareLeft: left[device])
        left[device] += milli
        let score = weights.score(features, kind)
        if best.devices == nil || score > best.score { best = (score, 1 << DeviceMask(device)) }
      }
      return best
    }
  }
}

extension LearnedPlacement {
  static let word = Word.score(
    "learned-placement",
    meaning: "What training on traces found of placing beyond fragmentation: scarce models, scarce CPU.",
    source: "linear scorer over FGD's (Weng et al., ATC'23), cross-entropy method (Rubinstein, 1999)",
    make: { _ in .pairScorer(LearnedPlacement()) })
}
