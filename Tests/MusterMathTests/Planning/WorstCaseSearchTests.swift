import MusterMath
import Testing

@Suite struct WorstCaseSearchTests {
  static let discount = 0.95
  static let lengths = [3, 5, 8]

  /// The windy walk of the publication: three corridors to the goal, the shorter the windier. Where the wind takes
  /// hold a step forward becomes a step back. State 0 chooses the corridor; the goal comes last.
  static func windyWalk(_ wind: Double) throws -> DecisionProcess {
    let goal = 1 + lengths.reduce(0, +)
    var transitions: [[[DecisionProcess.Transition]]] = [[]]
    var first = 1
    for (length, strength) in zip(lengths, [wind, Portable.pow(wind, 3), Portable.pow(wind, 6)]) {
      transitions[0].append([.init(1, to: first)])
      for cell in 0..<length {
        let isLast = cell == length - 1
        let back = cell == 0 ? 0 : first + cell - 1
        transitions.append([
          [
            .init(1 - strength, to: isLast ? goal : first + cell + 1, reward: isLast ? 1 : 0),
            .init(strength, to: back),
          ]
        ])
      }
      first += length
    }
    transitions.append([[.init(1, to: goal)]])
    return try DecisionProcess(transitions)
  }

  static func models() throws -> [DecisionProcess] {
    try (0..<25).map { try windyWalk(0.5 * Double($0) / 24) }
  }

  /// Published: with 25 winds in 0...0.5 the worst model after two iterations.
  @Test func theWindyWalkEndsAfterTwoIterations() throws {
    let models = try Self.models()
    let found = try WorstCaseSearch(models, from: 0, discount: Self.discount)
    #expect(found.found == [0, 24] && found.rounds == 2)
    // All three policies there are, under all models.
    let values = Self.lengths.indices.map { corridor in
      var policy = Array(repeating: 0, count: models[0].stateCount)
      policy[0] = corridor
      return models.map { $0.values(of: policy, discount: Self.discount)[0] }.min() ?? .nan
    }
    let best = try #require(values.max())
    #expect((found.value - best).magnitude < 1e-8)
    #expect(found.policy[0] != 0, "the shortest corridor is the windiest")
    let calm = models[0].optimalWorths(discount: Self.discount)[0]
    #expect(calm[0] > calm[1] && calm[1] > calm[2], "without wind the shortest is best")
  }

  /// It never promises what its policy does not hold, is never below the policy of the first model, and never above
  /// the best of all policies under their worst models.
  @Test(arguments: 0..<20)
  func whatItFindsHolds(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let states = 3
    let models = try (0..<4).map { _ in
      try DecisionProcess(
        (0..<states).map { _ in
          (0..<2).map { _ in
            let probability = random.unit()
            return [probability, 1 - probability].map {
              .init($0, to: random.below(states), reward: random.unit())
            }
          }
        })
    }
    func worst(_ policy: [Int]) -> Double {
      models.map { $0.values(of: policy, discount: 0.8)[0] }.min() ?? .nan
    }
    let found = try WorstCaseSearch(models, from: 0, discount: 0.8)
    #expect((worst(found.policy) - found.value).magnitude < 1e-8)
    let first = models[0].optimalWorths(discount: 0.8).map { $0[0] >= $0[1] ? 0 : 1 }
    #expect(found.value >= worst(first) - 1e-8)
    let all = (0..<(1 << states)).map { code in worst((0..<states).map { code >> $0 & 1 }) }
    #expect(found.value <= (all.max() ?? .nan) + 1e-8)
  }

  @Test func badInputIsNamed() throws {
    let one = try Self.windyWalk(0)
    #expect(throws: DecisionProcess.Fault.empty) { try WorstCaseSearch([], from: 0, discount: 0.9) }
    #expect(throws: DecisionProcess.Fault.discount(1)) { try WorstCaseSearch([one], from: 0, discount: 1) }
    let other = try DecisionProcess([[[.init(1, to: 0)]]])
    #expect(throws: DecisionProcess.Fault.otherShape(model: 1)) {
      try WorstCaseSearch([one, other], from: 0, discount: 0.9)
    }
  }
}
