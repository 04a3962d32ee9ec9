import MusterCore
import MusterMath
import MusterPolicy
import Testing

/// The word held against expectations over every task and every confidence that the counts say, one by one.
@Suite("A cascade by self-verification") struct SelfVerificationWordTests {
  private static let names = ["a", "b", "c"]
  private static let bounds = [0.3, 0.7]

  private static func counts(_ seed: UInt64) -> AnswerCounts {
    var random = Random(seed: seed)
    func some(_ count: Int, _ most: Int) -> [Double] { (0..<count).map { _ in Double(random.below(most)) } }
    // A right answer tends to be surer than a wrong one.
    let right = some(9, 10).enumerated().map { $1 + Double(8 * ($0 % 3)) }
    let wrong = some(9, 10).enumerated().map { $1 + Double(8 * (2 - $0 % 3)) }
    return AnswerCounts(
      patterns: some(8, 40), bounds: bounds, right: right, wrong: wrong,
      costs: [0.02 * random.unit(), 0.1 * random.unit(), 0.3 * random.unit()])
  }

  private static func agent(_ stage: Int) -> Agent {
    Agent(id: AgentID(UInt64(stage) + 1), name: names[stage])
  }

  /// A confidence of each class.
  private static let confidences = [0.1, 0.3, 0.9]

  private static func keeps(_ policy: any Policy, _ number: UInt64, _ stage: Int, _ level: Int) -> Bool? {
    policy.keeps(
      GradedAnswer(task: Task(id: TaskID(number)), agent: agent(stage), confidence: confidences[level]))
  }

  /// What is sent on comes back as a failed try with its confidence.
  private static func sendOn(_ policy: inout Pipeline, _ number: UInt64, _ stage: Int, _ level: Int) {
    let decision = DecisionID(10 * number + UInt64(stage))
    policy.recall(decision, features: [0, 1, Float(stage)])
    policy.observe([
      Outcome(
        decision: decision, task: TaskID(number), kind: KindID(0), tenant: TenantID(0),
        agent: AgentID(UInt64(stage) + 1), agentRow: stage, succeeded: false, reward: 0, cost: 0, duration: 1,
        confidence: confidences[level])
    ])
  }

  /// The worth of keeping, and of the best course after asking on, over the tasks that are possible after these
  /// classes; nil for a stage that was passed over.
  private static func worths(_ counts: AnswerCounts, worth: Double, _ seen: [Int?]) -> (
    keep: Double, ask: Double
  ) {
    let tasks = counts.patterns.reduce(0, +) + 1
    func chance(_ pattern: Int) -> Double { (counts.patterns[pattern] + 1.0 / 8) / tasks }
    func shows(_ pattern: Int, _ stage: Int, _ level: Int) -> Double {
      let table = pattern >> stage & 1 != 0 ? counts.right : counts.wrong
      let row = table[3 * stage..<3 * stage + 3]
      return (row[3 * stage + level] + 0.5) / (row.reduce(0, +) + 1.5)
    }
    func joint(_ pattern: Int, _ seen: [Int?]) -> Double {
      seen.enumerated().reduce(chance(pattern)) { product, one in
        one.element.map { product * shows(pattern, one.offset, $0) } ?? product
      }
    }
    let last = seen.count - 1
    let keep = (0..<8).reduce(0.0) { $0 + ($1 >> last & 1 != 0 ? worth * joint($1, seen) : 0) }
    guard last < 2 else { return (keep, -.infinity) }
    var ask = 0.0
    for level in 0..<3 {
      let after = worths(counts, worth: worth, seen + [level])
      ask += max(after.keep, after.ask)
    }
    let weight = (0..<8).reduce(0.0) { $0 + joint($1, seen) }
    return (keep, ask - counts.costs[last + 1] * weight)
  }

  @Test("acts as the best of all courses, after every history", arguments: 0..<12 as Range<UInt64>)
  func bruteForce(seed: UInt64) throws {
    let counts = Self.counts(seed)
    var escalations = 0
    for worth in [0.05, 0.5, 4] {
      let text = counts.sentence(stages: Self.names, worth: worth)
      #expect(try Sentence(text).description == "feasible | \(text) | best")
      var number: UInt64 = 0
      for code in 0..<64 {
        // Class 3 stands for a stage that was passed over.
        let levels = [code % 4, code / 4 % 4, code / 16]
        var policy = try Sentence(text).policy()
        number += 1
        for stage in 0..<3 where levels[stage] < 3 {
          let seen = levels[...stage].map { $0 < 3 ? $0 : nil }
          let best = Self.worths(counts, worth: worth, seen)
          let keeps = Self.keeps(policy, number, stage, levels[stage])
          #expect(keeps == (best.keep >= best.ask), "\(seen), \(best)")
          if keeps == false { escalations += 1 }
          Self.sendOn(&policy, number, stage, levels[stage])
        }
      }
    }
    #expect(escalations > 0)
  }

  /// The second is wrong, by its confidence. Where the first may be right the third is, and is asked; where the first
  /// is surely wrong nobody is.
  @Test("goes by all that was seen of a task") func history() throws {
    let counts = AnswerCounts(
      patterns: [100, 0, 500, 0, 0, 400, 0, 0], bounds: [0.3, 0.6],
      right: [1, 300, 99, 1, 100, 400, 1, 1, 1],
      wrong: [300, 300, 1, 450, 40, 10, 1, 1, 1], costs: [0.001, 0.001, 0.3])
    var policy = try Sentence(counts.sentence(stages: Self.names, worth: 1)).policy()
    #expect(Self.keeps(policy, 1, 0, 0) == false && Self.keeps(policy, 2, 0, 1) == false)
    Self.sendOn(&policy, 1, 0, 0)
    Self.sendOn(&policy, 2, 0, 1)
    #expect(Self.keeps(policy, 1, 1, 0) == true && Self.keeps(policy, 2, 1, 0) == false)
    #expect(Self.keeps(policy, 1, 2, 0) == true)
  }

  @Test("remembers what it saw in a snapshot, and forgets no task that is under way") func snapshot() throws {
    // The third stage is worth asking after two doubtful answers alone.
    let text = Self.counts(3).sentence(stages: Self.names, worth: 0.5)
    var policy = try Sentence(text).policy()
    for number in 1...50 as ClosedRange<UInt64> {
      Self.sendOn(&policy, number, 0, Int(number) % 3)
      if number % 2 == 0 { Self.sendOn(&policy, number, 1, Int(number / 3) % 3) }
    }
    var restored = try Sentence(text).policy()
    try restored.restore(policy.snapshot())
    #expect(restored.snapshot() == policy.snapshot())
    var differs = false
    let fresh = try Sentence(text).policy()
    for number in 1...50 as ClosedRange<UInt64> {
      for level in 0..<3 {
        #expect(Self.keeps(restored, number, 1, level) == Self.keeps(policy, number, 1, level))
        if Self.keeps(fresh, number, 1, level) != Self.keeps(policy, number, 1, level) { differs = true }
      }
    }
    #expect(differs)
    // Tasks belong to the replica that has them.
    var other = try Sentence(text).policy()
    try other.merge(policy.snapshot())
    #expect(other.snapshot().isEmpty)
  }

  @Test(
    "that does not go together is refused",
    arguments: [
      ("stages: \"a > b\"", "found 0 costs, expected 2 for 2 stages and 1 classes of confidence"),
      (
        "stages: \"a\", costs: \"1\", patterns: \"1 2\", right: \"1 2\", wrong: \"1\"",
        "found 2 right, expected 1 for 1 stages"
      ),
      (
        "stages: \"a\", costs: \"1\", patterns: \"1 2\", bounds: \"0.7 0.3\", right: \"1 2 3\", wrong: \"1 2 3\"",
        "found bounds \"0.7 0.3\", expected rising ones"
      ),
    ])
  func refusals(arguments: String, message: String) {
    #expect {
      try Sentence("self-verification(\(arguments))")
    } throws: {
      "\($0)".contains(message)
    }
  }
}
