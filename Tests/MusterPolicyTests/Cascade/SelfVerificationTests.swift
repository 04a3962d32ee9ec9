import MusterMath
import MusterPolicy
import Testing

/// Held against every way to act there is, and against value iteration over vectors.
@Suite("Self-verification") struct SelfVerificationTests {
  private static func model(_ seed: UInt64, states: Int, stages: Int, confidences: Int) throws
    -> SelfVerification
  {
    var random = Random(seed: seed)
    func chances(_ count: Int) -> [Double] {
      let weights = (0..<count).map { _ in 0.05 + random.unit() }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    }
    return try SelfVerification(
      prior: chances(states),
      stages: (0..<stages).map { index in
        SelfVerification.Stage(
          right: (0..<states).map { _ in min(1, random.unit() * (0.6 + 0.2 * Double(index))) },
          confidence: (0..<states).map { _ in chances(confidences) }, cost: 0.1 * random.unit())
      })
  }

  /// What acting so is worth: every state and every row of observations, one by one.
  private static func worth(of model: SelfVerification, _ escalates: ([Int]) -> Bool) -> Double {
    var total = 0.0
    func follow(_ state: Int, _ stage: Int, _ chance: Double, _ seen: [Int]) {
      let now = model.stages[stage]
      total -= chance * now.cost
      for (confidence, share) in now.confidence[state].enumerated() {
        let history = seen + [confidence]
        if stage + 1 < model.stages.count, escalates(history) {
          follow(state, stage + 1, chance * share, history)
        } else {
          total += chance * share * now.right[state]
        }
      }
    }
    for (state, chance) in model.prior.enumerated() { follow(state, 0, chance, []) }
    return total
  }

  @Test("acts as well as any way to act", arguments: 0..<20 as Range<UInt64>)
  func exhaustive(seed: UInt64) throws {
    let model = try Self.model(seed, states: 3, stages: 3, confidences: 2)
    // Two histories after the first stage and four after the second: 64 ways to act.
    let histories = [[0], [1], [0, 0], [0, 1], [1, 0], [1, 1]]
    let best =
      (0..<64).map { way in
        Self.worth(of: model) { history in
          histories.firstIndex(of: history).map { way >> $0 & 1 != 0 } ?? false
        }
      }.max() ?? 0
    let own = Self.worth(of: model) { model.action(after: $0) == .escalate }
    #expect((model.value - best).magnitude < 1e-12)
    #expect((own - best).magnitude < 1e-12)
  }

  @Test("has the value that value iteration over vectors finds", arguments: 0..<10 as Range<UInt64>)
  func valueIteration(seed: UInt64) throws {
    let model = try Self.model(seed, states: 4, stages: 3, confidences: 3)
    let states = model.prior.indices
    // The vectors of the best course after an observation, from the last stage up: keep, or one choice of a vector
    // of the next stage for each confidence that it may show.
    var vectors = [model.stages[2].right]
    for stage in [1, 0] {
      let next = model.stages[stage + 1]
      var sums = [states.map { _ in -next.cost }]
      for confidence in 0..<3 {
        sums = sums.flatMap { sum in
          vectors.map { vector in states.map { sum[$0] + next.confidence[$0][confidence] * vector[$0] } }
        }
      }
      vectors = sums + [model.stages[stage].right]
    }
    var value = -model.stages[0].cost
    for confidence in 0..<3 {
      value +=
        vectors.map { vector in
          states.reduce(0.0) {
            $0 + model.prior[$1] * model.stages[0].confidence[$1][confidence] * vector[$1]
          }
        }.max() ?? 0
    }
    #expect((model.value - value).magnitude < 1e-12)
  }

  @Test("keeps a sure answer and escalates a doubtful one") func plain() throws {
    // In state 0 the first is right and says so; in state 1 it is wrong and says so.
    let first = SelfVerification.Stage(right: [1, 0], confidence: [[0.1, 0.9], [0.9, 0.1]], cost: 0.01)
    let second = SelfVerification.Stage(right: [1, 1], confidence: [[0.5, 0.5], [0.5, 0.5]], cost: 0.2)
    let model = try SelfVerification(prior: [0.5, 0.5], stages: [first, second])
    #expect(model.action(after: [1]) == .keep)
    #expect(model.action(after: [0]) == .escalate)
    #expect(model.action(after: [0, 0]) == .keep)
    #expect(model.action(after: []) == nil)
    #expect(model.action(after: [2]) == nil)
    #expect(model.action(after: [0, 0, 0]) == nil)
    #expect(model.action(after: [0, nil]) == nil)
    #expect(model.action(after: [nil, 1]) == .keep)
  }

  /// A stage whose confidence tells nothing is as one that was not observed.
  @Test("goes by the rest where a stage was passed over", arguments: 0..<10 as Range<UInt64>)
  func gaps(seed: UInt64) throws {
    let model = try Self.model(seed, states: 3, stages: 4, confidences: 3)
    var stages = model.stages
    for gap in 0..<3 {
      stages[gap].confidence = Array(repeating: [0.25, 0.5, 0.25], count: 3)
      let blind = try SelfVerification(prior: model.prior, stages: stages)
      stages[gap] = model.stages[gap]
      for code in 0..<27 {
        var seen: [Int?] = [code / 9, code / 3 % 3, code % 3]
        let expected = blind.action(after: seen)
        seen[gap] = nil
        #expect(model.action(after: seen) == (gap == 2 ? nil : expected))
      }
    }
  }

  @Test("refuses what is no model") func refusals() {
    let good = SelfVerification.Stage(right: [1, 0], confidence: [[0.5, 0.5], [0.5, 0.5]], cost: 0)
    var bad = Array(repeating: good, count: 6)
    bad[0].right = [1]
    bad[1].right = [.nan, 0]
    bad[2].confidence = [[0.5, 0.5], [1]]
    bad[3].confidence = [[0.5, 0.6], [0.5, 0.5]]
    bad[4].cost = -1
    bad[5].cost = .infinity
    for stage in bad {
      #expect(throws: SelfVerificationError.self) {
        try SelfVerification(prior: [0.5, 0.5], stages: [good, stage])
      }
    }
    #expect(throws: SelfVerificationError.self) { try SelfVerification(prior: [0.5, 0.5], stages: []) }
    #expect(throws: SelfVerificationError.self) { try SelfVerification(prior: [0.5], stages: [good]) }
    #expect(throws: SelfVerificationError.self) {
      try SelfVerification(prior: [0.5, 0.5], stages: Array(repeating: good, count: 21))
    }
  }
}
