import MusterCore
import MusterMath

/// The scores of all agents as one column by row, for matchers that add something of their own to every score.
extension Funnel {
  /// Lends the scores by row, minus infinity for agents out of question. Where the sentence is nothing but pair stages
  /// they are those that are remembered; else the candidates are listed and spread out. O(agents).
  mutating func withDense<Result>(
    for task: Int, in frame: borrowing Frame, random: inout Random,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    if isDense(task, in: frame) { return memo.withScores(for: task, in: frame, body) }
    fill(for: task, in: frame, random: &random)
    if dense.count != frame.agentCount {
      dense = Array(repeating: -.infinity, count: frame.agentCount)
    } else {
      for row in dense.indices { dense[row] = -.infinity }
    }
    for (row, score) in zip(candidates.agents, candidates.scores) { dense[Int(row)] = score }
    return dense.withUnsafeBufferPointer(body)
  }
}
