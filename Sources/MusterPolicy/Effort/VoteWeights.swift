import MusterCore

/// `vote-weights`: what the answer of each run of a ballot counts for in a weighted vote, by what was learned of its
/// agent on the kind: see ``VoteSkills``. While all that is known leaves every weight at 0, the answer that came first
/// wins, as in any tie. O(1) expected a task and an outcome.
public struct VoteWeights: EffortRule {
  private var skills = VoteSkills()

  public init() {}

  public var weighsVotes: Bool { true }

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    let numbers = skills.numbers(in: frame)
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 && frame.tasks[task].ballot != nil {
      let weight = skills.weight(frame.tasks[task].kind, numbers[Int(plan.agents[task])])
      plan.allow(task: task) { $0.weight = weight }
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes { skills.observe(outcome) }
  }

  public func snapshot() -> [UInt8] { skills.bytes }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    skills = try VoteSkills(bytes, word: "vote-weights")
  }
}

extension VoteWeights {
  static let word = Word.effort(
    "vote-weights", [],
    meaning: "What each agent's answer counts for in a weighted vote: the log-odds that it is right.",
    source: "Nitzan and Paroush, 1982", make: { _ in .effort(VoteWeights()) })
}
