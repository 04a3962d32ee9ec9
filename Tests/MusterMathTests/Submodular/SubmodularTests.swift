import MusterMath
import Testing

/// The oracle is exhaustive search over all sets of at most `limit` elements.
@Suite struct SubmodularTests {
  @Test(arguments: 0..<24)
  func greedyAndStreamKeepTheirBounds(seed: Int) {
    var random = Random(seed: UInt64(seed))
    let limit = 1 + random.below(5)
    let coverage = coverage(count: 12 + random.below(5), &random)
    check(coverage, limit: limit, &random)
    let service = (0..<12).map { _ in (0..<9).map { _ in random.unit() } }
    check(FacilityLocation(service: service), limit: limit, &random)
  }

  /// Twenty elements, five chosen: all 21,700 sets.
  @Test func greedyKeepsItsBoundAmongTwenty() {
    var random = Random(seed: 99)
    check(coverage(count: 20, &random), limit: 5, &random)
  }

  /// Where no choice is shared, greedy is optimal.
  @Test func greedyIsExactWhereNothingOverlaps() {
    let objective = Coverage(topics: [[0], [1], [2], [3], []], weights: [3, 9, 1, 4])
    let found = LazyGreedy.select(objective, limit: 3)
    #expect((found.elements, found.value) == ([1, 3, 0], 16))
    #expect(LazyGreedy.select(objective, limit: 9).elements == [1, 3, 0, 2])
  }

  /// The bound holds after every one of 10,000 updates.
  @Test func theDynamicOneKeepsItsBoundAfterEveryUpdate() {
    var random = Random(seed: 7)
    let objective = coverage(count: 14, &random)
    let limit = 3
    var dynamic = DynamicSubmodular(objective, limit: limit, epsilon: 0.2, seed: 5)
    var present: Set<Int> = []
    // The best value of each set of present elements, found once.
    let bests = bests(objective, limit: limit)
    var (worst, changes) = (Double.infinity, 0)
    for _ in 0..<10_000 {
      let element = random.below(objective.count)
      if present.remove(element) != nil {
        dynamic.remove(element)
      } else {
        present.insert(element)
        dynamic.insert(element)
      }
      let found = dynamic.best()
      let optimum = bests[present.reduce(0) { $0 | 1 << $1 }]
      #expect(found.elements.allSatisfy(present.contains))
      #expect(Set(found.elements).count <= limit)
      #expect((objective.value(of: found.elements) - found.value).magnitude < 1e-9)
      if optimum > 0 { worst = min(worst, found.value / optimum) }
      changes += 1
    }
    #expect(changes == 10_000)
    #expect(worst >= 1 / (2 * 1.2))
  }

  private func coverage(count: Int, _ random: inout Random) -> Coverage {
    let topics = (0..<count).map { _ in (0..<1 + random.below(5)).map { _ in random.below(15) } }
    return Coverage(topics: topics, weights: (0..<15).map { _ in Double(random.below(20)) })
  }

  private func check<Objective: SubmodularObjective>(
    _ objective: Objective, limit: Int, _ random: inout Random
  ) {
    let optimum = bests(objective, limit: limit)[(1 << objective.count) - 1]
    let greedy = LazyGreedy.select(objective, limit: limit)
    #expect(greedy.elements.count <= limit)
    #expect(greedy.value <= optimum + 1e-9)
    #expect(greedy.value >= (1 - 1 / 2.718281828459045) * optimum - 1e-9)
    #expect((plainGreedy(objective, limit: limit) - greedy.value).magnitude < 1e-9)
    var stream = SieveStreaming(objective, limit: limit, epsilon: 0.1)
    var order = Array(0..<objective.count)
    order.shuffle(using: &random)
    for element in order { stream.take(element) }
    #expect(stream.best.elements.count <= limit)
    #expect((objective.value(of: stream.best.elements) - stream.best.value).magnitude < 1e-9)
    #expect(stream.best.value >= (0.5 - 0.1) * optimum - 1e-9)
  }

  private func plainGreedy<Objective: SubmodularObjective>(_ objective: Objective, limit: Int) -> Double {
    var chosen: [Int] = []
    for _ in 0..<limit {
      let best = (0..<objective.count).max {
        objective.value(of: chosen + [$0]) < objective.value(of: chosen + [$1])
      }
      if let best { chosen.append(best) }
    }
    return objective.value(of: chosen)
  }

  /// Of each set of elements, as bits, the best value of at most `limit` of them.
  private func bests<Objective: SubmodularObjective>(_ objective: Objective, limit: Int) -> [Double] {
    var result = Array(repeating: 0.0, count: 1 << objective.count)
    for set in result.indices {
      if set.nonzeroBitCount <= limit {
        result[set] = objective.value(of: (0..<objective.count).filter { set >> $0 & 1 == 1 })
      }
      for element in 0..<objective.count where set >> element & 1 == 1 {
        result[set] = max(result[set], result[set & ~(1 << element)])
      }
    }
    return result
  }
}
