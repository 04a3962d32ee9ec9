import MusterCore
import MusterMath

/// Dense numbers for the agents that something was learned about. What is learned belongs to the agent's id: rows
/// of a pool are another matter in another run.
///
/// O(1) expected to look up or add; ``numbers(in:)`` is O(agents) when agents joined or were learned about.
struct AgentBook: Sendable {
  private(set) var ids: [UInt64] = []
  private var index = RowIndex()

  private var numberOfRow: [Int32] = []
  private var learnedThen = 0
  private var identity = PoolIdentity()

  subscript(id: AgentID) -> Int32? { index[id.rawValue] }

  /// The number of an agent, given to it if it is new.
  mutating func intern(_ id: UInt64) -> Int32 {
    if let known = index[id] { return known }
    let number = Int32(ids.count)
    ids.append(id)
    index.insert(id, number)
    return number
  }

  /// For each row of the pool the agent's number, or -1 if nothing was learned about it.
  mutating func numbers(in frame: borrowing Frame) -> [Int32] {
    if identity.isNew(frame) || learnedThen != ids.count {
      numberOfRow.removeAll(keepingCapacity: true)
      learnedThen = ids.count
    }
    for row in numberOfRow.count..<frame.pool.count {
      numberOfRow.append(index[frame.pool.agents[row].id.rawValue] ?? -1)
    }
    return numberOfRow
  }
}
