import MusterCore

/// How much of an agent is taken, as things stand before the task.
public enum LoadMeasure: String, Sendable, CaseIterable {
  /// Tasks under lease.
  case tasks
  /// The largest share taken of any resource, devices included (the dominant share of DRF; Ghodsi et al.,
  /// NSDI'11).
  case dominant
  /// The mean share taken over the resources that the agent has, devices included.
  case mean

  /// The load of the agent in a row of the pool. O(resources).
  func load(of row: Int, in pool: borrowing Pool) -> Float {
    if self == .tasks { return Float(pool.inFlight[row]) }
    var sum = 0.0
    var largest = 0.0
    var kinds = 0.0
    for lane in 0..<Resources.dimensions {
      let capacity = pool.agents[row].capacity[lane]
      if capacity <= 0 { continue }
      let share = Double(capacity - pool.free[row][lane]) / Double(capacity)
      sum += share
      largest = max(largest, share)
      kinds += 1
    }
    if pool.devices[row].count > 0 {
      let share =
        1 - Double(pool.devices[row].totalLeft) / (Double(pool.devices[row].count) * Double(Devices.whole))
      sum += share
      largest = max(largest, share)
      kinds += 1
    }
    return Float(self == .dominant ? largest : kinds > 0 ? sum / kinds : 0)
  }
}

/// `least-loaded(by:)` and `most-loaded(by:)`: the load of the agent, with a sign. Spreading and packing as load
/// balancers and schedulers have always done them.
///
/// O(resources) an agent.
public struct LoadScore: PairScorer {
  let measure: LoadMeasure
  let sign: Float

  /// - Parameter prefersLoaded: whether the most loaded agent is the best.
  public init(by measure: LoadMeasure, prefersLoaded: Bool) {
    self.measure = measure
    sign = prefersLoaded ? 1 : -1
  }

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count { scores[i] = sign * measure.load(of: Int(rows[i]), in: frame.pool) }
  }
}

extension LoadScore {
  static let least = Word.score(
    "least-loaded", [by], meaning: "Minus the load of the agent.", source: "common",
    make: { .pairScorer(LoadScore(by: measure($0), prefersLoaded: false)) })
  static let most = Word.score(
    "most-loaded", [by], meaning: "The load of the agent.", source: "common",
    make: { .pairScorer(LoadScore(by: measure($0), prefersLoaded: true)) })

  private static let by = Parameter(
    "by", .choice(LoadMeasure.allCases.map(\.rawValue)), standard: .name(LoadMeasure.dominant.rawValue),
    meaning: "Tasks under lease, or the largest or mean share taken of the agent's resources.")

  private static func measure(_ arguments: Arguments) -> LoadMeasure {
    LoadMeasure(rawValue: arguments.choice("by")) ?? .dominant
  }
}
