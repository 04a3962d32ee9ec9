import MusterMath
import Testing

@Suite struct EngagementProgramTests {
  /// By value iteration, which shares no line with the elimination.
  private static func iterate(_ levels: Int, _ discount: Double, _ actions: [EngagementProgram.Action])
    -> [Double]
  {
    var values = Array(repeating: 0.0, count: levels + 1)
    for _ in 0..<20_000 {
      var next = values
      for level in 1...levels {
        let (up, down) = (values[min(level + 1, levels)], values[level - 1])
        next[level] =
          actions.map { $0.success * ($0.reward + discount * up) + (1 - $0.success) * discount * down }.max()
          ?? 0
      }
      if next == values { break }
      values = next
    }
    return values
  }

  @Test(arguments: 0..<40)
  func itIsWhatValueIterationFinds(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let levels = 1 + random.below(30)
    let discount = [0, 0.5, 0.9, 0.99][random.below(4)]
    let actions = (0..<1 + random.below(6)).map { _ in
      EngagementProgram.Action(success: random.unit(), reward: 3 * random.unit())
    }
    let program = try EngagementProgram(levels: levels, discount: discount, actions: actions)
    for (found, expected) in zip(program.values, Self.iterate(levels, discount, actions)) {
      #expect((found - expected).magnitude < 1e-9 * (1 + expected.magnitude))
    }
    #expect(program.rounds <= levels + 1)
    #expect(zip(program.values, program.values.dropFirst()).allSatisfy { $0 <= $1 })
  }

  /// One level, one action: v = p (r + d v), so v = p r / (1 - p d).
  @Test func oneLevelHasAClosedForm() throws {
    let program = try EngagementProgram(levels: 1, discount: 0.9, actions: [.init(success: 0.8, reward: 2)])
    #expect((program.values[1] - 1.6 / (1 - 0.72)).magnitude < 1e-12)
  }

  /// What brings more but pleases less is for users who are far from leaving.
  @Test func usersAboutToLeaveGetWhatPleases() throws {
    let program = try EngagementProgram(
      levels: 8, discount: 0.95, actions: [.init(success: 0.55, reward: 2), .init(success: 0.95, reward: 1)])
    #expect(program.choices.first == 1 && program.choices.last == 0)
  }

  @Test func badInputIsNamed() {
    #expect(throws: EngagementProgram.Fault.levels(0)) {
      try EngagementProgram(levels: 0, discount: 0.5, actions: [.init(success: 1)])
    }
    #expect(throws: EngagementProgram.Fault.noAction) {
      try EngagementProgram(levels: 1, discount: 0.5, actions: [])
    }
    #expect(throws: EngagementProgram.Fault.discount(1)) {
      try EngagementProgram(levels: 1, discount: 1, actions: [.init(success: 1)])
    }
    #expect(throws: EngagementProgram.Fault.self) {
      try EngagementProgram(levels: 1, discount: 0, actions: [.init(success: 1.5)])
    }
  }
}
