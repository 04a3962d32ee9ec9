import MusterCore

/// Pair stages that stand next to each other in a sentence, run as one over a batch of rows: one dynamic call a
/// stage and batch. O(rows * stages); allocates only when a batch is larger than any before it.
struct PairChain: Sendable {
  struct Step: Sendable {
    var screen: (any PairScreen)?
    var scorer: (any PairScorer)?
    var weight: Float = 1
  }

  private(set) var steps: [Step] = []
  private var kept: [Bool] = []
  private var partial: [Float] = []

  var isEmpty: Bool { steps.isEmpty }
  var hasScreens: Bool { steps.contains { $0.screen != nil } }
  var hasScorers: Bool { steps.contains { $0.scorer != nil } }
  /// What any of the stages says of itself; asked once, because decisions ask often.
  private(set) var dependsOnMix = false
  private(set) var dependsOnOffer = false
  private(set) var checksBudgets = false

  mutating func append(_ step: Step) {
    steps.append(step)
    dependsOnMix = dependsOnMix || step.scorer?.dependsOnMix ?? false
    dependsOnOffer = dependsOnOffer || step.scorer?.dependsOnOffer ?? false
    checksBudgets = checksBudgets || step.screen?.checksBudgets ?? false
  }

  /// Runs every stage over the rows, adding to the scores. What the screens drop is taken out of both buffers,
  /// the rest stays in order.
  /// - Returns: how many rows are left.
  mutating func run(
    _ demand: Demand, _ rows: UnsafeMutableBufferPointer<Int32>, _ scores: UnsafeMutableBufferPointer<Float>,
    in frame: borrowing Frame
  ) -> Int {
    // The columns are taken out of self while the stages, which are in it too, write to them.
    var kept = self.kept
    self.kept = []
    var partial = self.partial
    self.partial = []
    if kept.count < rows.count {
      kept = Array(repeating: false, count: rows.count)
      partial = Array(repeating: 0, count: rows.count)
    }
    var count = rows.count
    for index in steps.indices {
      if count == 0 { break }
      let live = UnsafeBufferPointer(rebasing: rows[..<count])
      if steps[index].screen != nil {
        kept.withUnsafeMutableBufferPointer { kept in
          let kept = UnsafeMutableBufferPointer(rebasing: kept[..<count])
          steps[index].screen?.screen(demand, live, in: frame, into: kept)
          count = PairChain.compact(rows, scores, kept)
        }
      } else {
        let weight = steps[index].weight
        partial.withUnsafeMutableBufferPointer { partial in
          let partial = UnsafeMutableBufferPointer(rebasing: partial[..<count])
          steps[index].scorer?.score(demand, live, in: frame, into: partial)
          for i in 0..<count { scores[i] += weight * partial[i] }
        }
      }
    }
    self.kept = kept
    self.partial = partial
    return count
  }

  /// The devices that the first scorer with an opinion wants.
  mutating func devices(for demand: Demand, agent: Int, in frame: borrowing Frame) -> DeviceMask? {
    for index in steps.indices {
      if let mask = steps[index].scorer?.devices(for: demand, agent: agent, in: frame) { return mask }
    }
    return nil
  }

  private static func compact(
    _ rows: UnsafeMutableBufferPointer<Int32>, _ scores: UnsafeMutableBufferPointer<Float>,
    _ kept: UnsafeMutableBufferPointer<Bool>
  ) -> Int {
    var count = 0
    for i in 0..<kept.count {
      rows[count] = rows[i]
      scores[count] = scores[i]
      count += kept[i] ? 1 : 0
    }
    return count
  }
}
