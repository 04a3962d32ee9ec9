import MusterCore

/// Which agents of a pool stand at which stage of a cascade, by their names. Looked up again for the agents that
/// changed: O(agents) a decision to see which did, a few instructions for each pair of agents.
struct StageRows: Sendable {
  let names: [String]
  /// For each row of the pool its stage from 0, -1 for none.
  private(set) var stages: [Int32] = []

  private var watch = PoolWatch()
  private var era = 0
  private var seen = 0
  private var changed: [Int32] = []

  init(names: [String]) { self.names = names }

  mutating func update(in frame: borrowing Frame) {
    watch.look(at: frame, mindingMix: false)
    if era != watch.era {
      era = watch.era
      stages.removeAll(keepingCapacity: true)
      seen = 0
    }
    let count = frame.pool.count
    while stages.count < count { stages.append(-1) }
    while changed.count < count { changed.append(0) }
    let found = changed.withUnsafeMutableBufferPointer { watch.collect(since: seen, into: $0) }
    for i in 0..<found {
      let row = Int(changed[i])
      stages[row] = Int32(names.firstIndex(of: frame.pool.agents[row].name) ?? -1)
    }
    seen = watch.next
  }
}
