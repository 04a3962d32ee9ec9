import MusterCore
import MusterMath

/// A matcher that chooses for many tasks at once.
///
/// Tasks of one priority are matched together, more important ones first. What was chosen is committed in the order
/// of the frame, which verifies it: a solver counts slots, and demands of several resources that differ may fit one
/// by one and not together. What could not be committed, and what the solver left, is matched again in the room that
/// is left, with scores taken anew, until a round places nothing. Gangs are placed whole or not at all.
///
/// What is placed is placed with certainty, given the batch: its propensity is 1. What the task would get if it were
/// alone is another question, for which there is no closed form here.
public protocol BatchMatcher: Matcher {
  /// How many tasks are matched together at most; a gang may be larger.
  var together: Int { get }

  /// Tasks that were not spoken of before come up: what was kept for the rounds of those before is void.
  mutating func begin()

  /// Chooses for units, each a gang or a single task, given as ranges of the frame's tasks. A choice for only a part
  /// of a unit counts for none.
  mutating func choose(
    for units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel,
    into choices: inout [Choice?])
}

extension BatchMatcher {
  public mutating func begin() {}

  public mutating func match(_ frame: inout Frame, through funnel: inout Funnel, into plan: inout Plan) {
    var choices: [Choice?] = Array(repeating: nil, count: frame.taskCount)
    for units in BatchUnits.parts(of: frame, atMost: together) {
      var open = units
      begin()
      while !open.isEmpty {
        choose(for: open, in: frame, from: &funnel, into: &choices)
        var left: [Range<Int>] = []
        var firstFailed: Int?
        for unit in open {
          let isChosen = unit.allSatisfy { choices[$0] != nil }
          if isChosen && place(unit, choices, in: &frame, through: &funnel, into: &plan) { continue }
          if isChosen && firstFailed == nil { firstFailed = left.count }
          left.append(unit)
        }
        if left.count == open.count {
          guard let firstFailed else { break }
          // Its members do not fit together, though each fits alone.
          left.remove(at: firstFailed)
        }
        open = left
      }
    }
  }

  private func place(
    _ unit: Range<Int>, _ choices: [Choice?], in frame: inout Frame, through funnel: inout Funnel,
    into plan: inout Plan
  ) -> Bool {
    let mark = frame.mark
    for task in unit {
      var random = frame.random(forTask: task)
      if var choice = choices[task] {
        choice.propensity = funnel.chance == .none ? 1 : .nan
        if funnel.carryOut(choice, for: task, in: &frame, into: &plan, random: &random, refills: true) {
          continue
        }
      }
      frame.rollBack(to: mark)
      for member in unit.lowerBound..<task { plan.withdraw(task: member) }
      return false
    }
    return true
  }
}
