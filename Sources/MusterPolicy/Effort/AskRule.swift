import MusterCore
import MusterMath

/// `ask`: how many agents a task that may ask several does ask: one, or as many as `most`, by the phase-transition
/// rule (arXiv 2601.17311). A budget is split over a vote only if s > beta, where s is how fast a vote gains with the
/// number of votes, given the correlation rho of two agents' outcomes, and beta how fast one agent gains with its
/// budget.
///
/// Both are estimated from outcomes: rho as the correlation of outcomes of two runs of one task, beta as the slope of
/// the log of the advantage 2p - 1 over the log of the turns allowed. Until enough is known of either, what was
/// given counts. It weighs votes as ``VoteWeights`` does. O(1) expected a task and an outcome.
public struct AskRule: EffortRule {
  /// Odd, 3 or more.
  let most: Int
  let beta: Double
  let correlation: Double
  let fidelity: Double
  private var skills = VoteSkills()
  private var pairs = PairCorrelation()
  private var gains = BudgetGain()

  public init(most: Int, beta: Double, correlation: Double, fidelity: Double) {
    self.most = most % 2 == 1 ? most : most - 1
    self.beta = beta
    self.correlation = correlation
    self.fidelity = fidelity
  }

  /// What the rule goes by now, and what it says.
  var transition: PhaseTransition {
    PhaseTransition(fanIn: most, correlation: pairs.correlation ?? correlation, fidelity: fidelity)
  }

  /// How fast one agent gains with its budget.
  var exponent: Double { gains.exponent ?? beta }

  public var weighsVotes: Bool { true }

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    let numbers = skills.numbers(in: frame)
    let agents = transition.shouldSplit(beta: exponent) ? most : 1
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 && frame.tasks[task].ballot != nil {
      let weight = skills.weight(frame.tasks[task].kind, numbers[Int(plan.agents[task])])
      plan.allow(task: task) {
        $0.agents = Int32(agents)
        $0.weight = weight
      }
    }
  }

  /// A run counts by its agreement with the vote, where there was one, otherwise by its success.
  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      let isRight = outcome.agreement ?? outcome.succeeded
      skills.observe(outcome)
      if let ballot = outcome.ballot, outcome.agreement != nil || !outcome.isCorrection {
        pairs.add(isRight, to: ballot.rawValue, isVote: outcome.agreement != nil)
      }
      if !outcome.isCorrection, let turns = outcome.allowance.turns {
        gains.add(outcome.succeeded, budget: turns.limit)
      }
    }
  }

  public func snapshot() -> [UInt8] {
    if skills.isEmpty && pairs == PairCorrelation() && gains == BudgetGain() { return [] }
    var writer = ByteWriter()
    skills.write(to: &writer)
    pairs.write(to: &writer)
    gains.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = AskRule(most: most, beta: beta, correlation: correlation, fidelity: fidelity)
    if !bytes.isEmpty {
      let state = try Learned.read(bytes, word: "ask") {
        (reader: inout ByteReader) throws(ByteError) -> (VoteSkills, PairCorrelation, BudgetGain)? in
        guard let skills = try VoteSkills(from: &reader), let pairs = try PairCorrelation(from: &reader),
          let gains = try BudgetGain(from: &reader)
        else { return nil }
        return (skills, pairs, gains)
      }
      (restored.skills, restored.pairs, restored.gains) = state
    }
    self = restored
  }
}

extension AskRule {
  static let word = Word.effort(
    "ask",
    [
      Parameter(
        "most", .integer(3...15), standard: .integer(3),
        meaning: "How many agents a vote has; of an even number one less."),
      Parameter(
        "beta", .number(0...10), standard: .number(0.5),
        meaning: "One agent's advantage grows as budget^beta; counts until the log tells."),
      Parameter(
        "correlation", .number(0...1), standard: .number(0.5),
        meaning: "Of two agents' outcomes on a task; counts until the log tells."),
      Parameter(
        "fidelity", .number(0...1), standard: .number(1),
        meaning: "The share of a message that arrives; 1 loses nothing."),
    ],
    meaning: "One agent or a vote of several, by what a vote gains and what a larger budget does.",
    source: "arXiv 2601.17311",
    make: {
      .effort(
        AskRule(
          most: $0.integer("most"), beta: $0.number("beta"), correlation: $0.number("correlation"),
          fidelity: $0.number("fidelity")))
    })
}
