import Synchronization

/// How often something took how long, in fixed buckets: 100 microseconds to 10 minutes, about three to the decade.
public final class Histogram: Sendable {
  /// The upper bounds of the buckets, in seconds.
  static let bounds = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    300, 600,
  ]

  /// What was observed so far.
  struct Reading: Sendable, Equatable {
    /// By bucket, each for itself; what is above the last bound is only in `count`.
    var counts = [UInt64](repeating: 0, count: Histogram.bounds.count)
    var count: UInt64 = 0
    var sum = 0.0
  }

  private let state = Mutex(Reading())

  public init() {}

  var reading: Reading { state.withLock { $0 } }

  public func observe(_ value: Double) {
    let bucket = Self.bounds.firstIndex { value <= $0 }
    state.withLock { reading in
      if let bucket { reading.counts[bucket] += 1 }
      reading.count += 1
      reading.sum += value
    }
  }

  /// Observes a length of time.
  public func observe(_ duration: Duration) {
    observe(Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18)
  }

  func reset() { state.withLock { $0 = Reading() } }
}
