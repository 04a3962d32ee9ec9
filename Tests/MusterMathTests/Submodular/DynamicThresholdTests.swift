import MusterMath
import Testing

/// Instances on which the thresholds of the dynamic algorithm matter.
///
/// Every element covers one topic that all share, of weight 1, and one of its own, of weight v: the best k are worth
/// 1 + k v. One element is worth 1 + v, and each further one v: a threshold above v takes one element only. With
/// thresholds that are right up to a factor of two all k are taken; four times too high none but the first is.
@Suite("Dynamic submodular selection by its thresholds") struct DynamicThresholdTests {
  private static let limit = 6
  private static let epsilon = 0.1

  /// Exhaustive over all sets of elements that are there, after each of 10,000 updates.
  @Test("keeps its bound after every update", arguments: 0..<3 as Range<UInt64>)
  func bound(seed: UInt64) {
    var random = Random(seed: seed)
    let count = 12
    let weights = [1.0] + (0..<count).map { _ in random.uniform(0.34, 0.39) }
    let objective = Coverage(topics: (0..<count).map { [0, $0 + 1] }, weights: weights)
    let values = DynamicThresholdTests.values(objective)
    var dynamic = DynamicSubmodular(
      objective, limit: DynamicThresholdTests.limit, epsilon: DynamicThresholdTests.epsilon, seed: seed)
    var present = 0
    var worst = 1.0
    for _ in 0..<10_000 {
      // Sets that are mostly large, so that there is something to choose.
      let element = random.below(count)
      if present >> element & 1 == 0 {
        dynamic.insert(element)
        present |= 1 << element
      } else if random.bernoulli(0.4) {
        dynamic.remove(element)
        present &= ~(1 << element)
      }
      let found = dynamic.best()
      #expect(found.elements.allSatisfy { present >> $0 & 1 == 1 })
      #expect(found.elements.count <= DynamicThresholdTests.limit)
      #expect((objective.value(of: found.elements) - found.value).magnitude < 1e-9)
      let best = values.indices.reduce(0.0) { $1 & ~present == 0 ? max($0, values[$1]) : $0 }
      if best > 0 { worst = min(worst, found.value / best) }
    }
    #expect(worst >= 1 / (2 * (1 + DynamicThresholdTests.epsilon)), "worst ratio \(worst)")
  }

  /// Of each set of at most `limit` elements, as bits, the value; zero for larger ones.
  private static func values(_ objective: Coverage) -> [Double] {
    (0..<(1 << objective.count)).map { set in
      set.nonzeroBitCount <= limit
        ? objective.value(of: (0..<objective.count).filter { set >> $0 & 1 == 1 }) : 0
    }
  }
}
