import MusterCore

/// Watches a run without touching it.
public protocol RunObserver {
  /// The pool is introduced, nothing has arrived yet.
  mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) throws
  /// The policy is about to be asked, and has been.
  mutating func willAllocate()
  mutating func didAllocate(offered: Int)
  /// A step is over; its facts are taken in.
  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) throws
}

extension RunObserver {
  public mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) throws {}
  public mutating func willAllocate() {}
  public mutating func didAllocate(offered: Int) {}
}

/// Watches nothing.
public struct Unobserved: RunObserver {
  public init() {}
  public mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {}
}
