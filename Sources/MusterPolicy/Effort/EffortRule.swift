import MusterCore

/// Says how much work the tasks of a batch deserve that found an agent: turns, tries, examples, how many agents at
/// once. Several in a sentence each say their part.
public protocol EffortRule: Learner {
  /// Whether it says what the answers of ballots count for; see ``Policy/weighsVotes``.
  var weighsVotes: Bool { get }

  /// Adds what it says to the plan, for tasks that have an agent. Nothing else in the plan changes.
  mutating func allow(_ frame: borrowing Frame, in plan: inout Plan)
}

extension EffortRule {
  public var weighsVotes: Bool { false }
}

extension Plan {
  /// Caps the turns of a task; where two rules cap them, the lower limit holds.
  mutating func cap(task: Int, _ cap: TurnCap) {
    allow(task: task) { allowance in
      if let other = allowance.turns, other.limit <= cap.limit { return }
      allowance.turns = cap
    }
  }
}
