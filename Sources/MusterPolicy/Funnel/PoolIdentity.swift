import MusterCore

/// Tells that frames have begun to come from another pool. Versions tell two states of one pool apart, not two
/// pools: what was remembered by version is then void.
package struct PoolIdentity: Sendable {
  private var seed: UInt64 = 0
  private var nextDecision: UInt64 = 0
  private var agents = 0
  private var ranks = SIMD2<UInt64>.zero

  package init() {}

  /// Whether the frame is of another pool than the one before: another seed, decisions that start again, fewer
  /// agents, or other agents in the first and last row known.
  package mutating func isNew(_ frame: borrowing Frame) -> Bool {
    let count = frame.pool.count
    let same =
      frame.seed == seed && frame.firstDecision >= nextDecision && count >= agents
      && (agents == 0 || (frame.pool.tieRank[0] == ranks[0] && frame.pool.tieRank[agents - 1] == ranks[1]))
    nextDecision = frame.firstDecision
    if same && count == agents { return false }
    seed = frame.seed
    agents = count
    if count > 0 { ranks = SIMD2(frame.pool.tieRank[0], frame.pool.tieRank[count - 1]) }
    return !same
  }
}
