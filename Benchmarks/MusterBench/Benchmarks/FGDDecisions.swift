import MusterCore
import MusterLab

/// Takes the hash of all decisions: which pod, which node by its place in the order of preference, which GPUs.
struct FGDDecisions: RunObserver {
  /// After this many pods the hash is noted.
  let prefix: Int
  private(set) var hash = OrderHash()
  private(set) var prefixHash: OrderHash?
  private var attempts = 0
  private var placeOfRow: [Int] = []

  init(prefix: Int) { self.prefix = prefix }

  /// The rows of the pool, the one that wins among equals first.
  static func preferred(_ pool: Pool) -> [Int] {
    (0..<pool.count).sorted { pool.tieRank[$0] < pool.tieRank[$1] }
  }

  mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    placeOfRow = Array(repeating: 0, count: engine.pool.count)
    for (place, row) in Self.preferred(engine.pool).enumerated() { placeOfRow[row] = place }
  }

  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) throws {
    for fact in facts {
      switch fact.event {
      case .submitted(let task):
        attempts += 1
        hash.fold(task.id.rawValue)
      case .leased(let lease):
        guard let row = engine.pool.row(of: lease.agent) else { continue }
        hash.fold(UInt64(placeOfRow[row]) + 1)
        hash.fold(UInt64(lease.devices))
      default: break
      }
    }
    if attempts == prefix && prefixHash == nil { prefixHash = hash }
  }
}
