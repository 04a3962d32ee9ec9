import MusterMath
import Testing

/// Against all policies: each may choose by all that has happened so far.
@Suite struct TailRiskProgramTests {
  private typealias Law = [(probability: Double, value: Double)]

  /// The laws of the return of every policy over the steps that are left.
  private static func laws(_ process: DecisionProcess, _ state: Int, _ steps: Int, _ discount: Double)
    -> [Law]
  {
    if steps == 0 { return [[(1, 0)]] }
    var all: [Law] = []
    for outcomes in process.transitions[state] {
      var joint: [Law] = [[]]
      for outcome in outcomes {
        let later = laws(process, outcome.next, steps - 1, discount)
        joint = joint.flatMap { soFar in
          later.map { law in
            soFar + law.map { ($0.probability * outcome.probability, outcome.reward + discount * $0.value) }
          }
        }
      }
      all += joint
    }
    return all
  }

  /// The mean of the worst share of a law, from the least value up.
  private static func tail(_ law: Law, _ level: Double) -> Double {
    var (left, sum) = (level, 0.0)
    for (probability, value) in law.sorted(by: { $0.value < $1.value }) {
      let taken = min(probability, left)
      sum += taken * value
      left -= taken
    }
    return sum / level
  }

  private static func random(_ random: inout Random, states: Int) throws -> DecisionProcess {
    try DecisionProcess(
      (0..<states).map { _ in
        (0..<2).map { _ in
          let probability = Double(1 + random.below(3)) / 4
          return [probability, 1 - probability].map {
            .init($0, to: random.below(states), reward: Double(random.below(9)) - 4)
          }
        }
      })
  }

  @Test(arguments: 0..<12)
  func nothingDoesBetterThanWhatItFinds(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let process = try Self.random(&random, states: 1 + random.below(3))
    for (level, discount) in [(0.1, 1.0), (0.25, 0.9), (0.6, 0.5), (1, 0.75)] {
      let laws = Self.laws(process, 0, 3, discount)
      let best = laws.map { Self.tail($0, level) }.max() ?? .nan
      let found = try TailRiskProgram.solve(process, from: 0, horizon: 3, discount: discount, level: level)
      #expect((found.value - best).magnitude < 1e-9, "level \(level), discount \(discount)")
    }
  }

  /// A sure 1 beside 10 or -10 by a fair coin: the mean of the worst half is -10, the mean of all is 0; the coin is
  /// worth it only if it pays 30.
  @Test func aGambleIsShunnedForItsTail() throws {
    func action(at level: Double, prize: Double) throws -> Int {
      let process = try DecisionProcess([
        [[.init(1, to: 0, reward: 1)], [.init(0.5, to: 0, reward: prize), .init(0.5, to: 0, reward: -10)]]
      ])
      return try TailRiskProgram.solve(process, from: 0, horizon: 1, level: level).action
    }
    #expect(try action(at: 0.5, prize: 30) == 0)
    #expect(try action(at: 1, prize: 30) == 1)
    #expect(try action(at: 1, prize: 10) == 0)
  }

  @Test func badInputIsNamed() throws {
    #expect(throws: DecisionProcess.Fault.probabilities(state: 0, action: 0, sum: 0.5)) {
      try DecisionProcess([[[.init(0.5, to: 0)]]])
    }
    #expect(throws: DecisionProcess.Fault.noSuchState(state: 0, action: 0, found: 2)) {
      try DecisionProcess([[[.init(1, to: 2)]]])
    }
    #expect(throws: DecisionProcess.Fault.noAction(state: 1)) {
      try DecisionProcess([[[.init(1, to: 0)]], []])
    }
    let process = try DecisionProcess([[[.init(1, to: 0)]]])
    #expect(throws: DecisionProcess.Fault.level(0)) {
      try TailRiskProgram.solve(process, from: 0, horizon: 1, level: 0)
    }
    #expect(throws: DecisionProcess.Fault.discount(2)) {
      try TailRiskProgram.solve(process, from: 0, horizon: 1, discount: 2, level: 1)
    }
  }
}
