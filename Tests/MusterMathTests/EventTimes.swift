import MusterMath

/// How the times of events are drawn in the tests of the queue.
enum EventTimes: CaseIterable {
  case uniform, exponential, equal, bursts, bimodal, heavyTail, descending, slowing, extremes

  /// The time of the next event.
  func next(after now: Int64, step: Int, _ random: inout Random) -> Int64 {
    let delay: Int64 =
      switch self {
      case .uniform: Int64(random.below(2_000_000_000))
      case .exponential: Int64(random.exponential(mean: 1e9))
      case .equal: 0
      case .bursts: Int64(random.below(4)) * 1_000_000_000
      case .bimodal: random.bernoulli(0.3) ? Int64(random.uniform(0, 1e15)) : Int64(random.below(1_000_000))
      case .heavyTail: Int64(1e3 / max(1e-12, random.unit()))
      case .descending: Int64(-step) - now
      // The pace falls by nine orders of magnitude.
      case .slowing: Int64(random.unit() * Portable.exp(Double(min(step, 10_000)) / 480))
      case .extremes: 0
      }
    guard self == .extremes else { return now &+ delay }
    switch random.below(5) {
    case 0: return .max - Int64(random.below(3))
    case 1: return .min + Int64(random.below(3))
    case 2: return Int64(bitPattern: random.next())
    default: return Int64(random.below(1000)) - 500
    }
  }
}
