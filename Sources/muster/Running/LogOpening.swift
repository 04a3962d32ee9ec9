import MusterCore
import MusterStore

/// What stands in for the facts that a log has dropped: the names, tenants and agents of its snapshot.
struct LogOpening {
  private let engine: Engine
  private let snapshot: LogPosition
  private(set) var isFirst = true

  /// - Parameter snapshot: where the engine's state was taken.
  init(_ engine: Engine, until snapshot: LogPosition) {
    self.engine = engine
    self.snapshot = snapshot
  }

  /// Whether the opening has told it already: a name that was defined before the snapshot.
  func knows(_ fact: Fact, at position: LogPosition) -> Bool {
    if case .defined = fact.event { position < snapshot } else { false }
  }

  /// Tells what was there, at the instant of the first fact that is kept.
  mutating func begin(at: Instant, _ take: (Fact) -> Void) {
    isFirst = false
    for space in NameSpace.allCases {
      for (index, name) in engine.vocabulary.names(in: space).enumerated() {
        take(Fact(at: at, .defined(space, index: UInt32(index), name: name)))
      }
    }
    for tenant in engine.tenants.terms { take(Fact(at: at, .tenantSet(tenant))) }
    for row in 0..<engine.pool.count where engine.pool.status[row] != .left {
      take(Fact(at: at, .agentJoined(engine.pool.agents[row])))
    }
  }
}
