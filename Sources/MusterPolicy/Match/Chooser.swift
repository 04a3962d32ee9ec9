import MusterCore
import MusterMath

/// A matcher that serves one task after the other, in the order of the frame.
public protocol Chooser: Matcher {
  /// Picks among the candidates for the task; nil if there is none.
  mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice?
}

extension Chooser {
  /// Serves the tasks in order; each sees the room that the ones before it left. O(tasks) choices.
  public mutating func match(_ frame: inout Frame, through funnel: inout Funnel, into plan: inout Plan) {
    var start = 0
    while start < frame.taskCount {
      let end = frame.gangEnd(from: start)
      let mark = frame.mark
      for task in start..<end where !place(task, in: &frame, through: &funnel, into: &plan) {
        // One member without a place, and the others give theirs back.
        frame.rollBack(to: mark)
        for member in start..<task { plan.withdraw(task: member) }
        break
      }
      start = end
    }
  }

  private mutating func place(
    _ task: Int, in frame: inout Frame, through funnel: inout Funnel, into plan: inout Plan
  ) -> Bool {
    var random = frame.random(forTask: task)
    guard let choice = choose(for: task, in: frame, from: &funnel, random: &random) else { return false }
    return funnel.carryOut(choice, for: task, in: &frame, into: &plan, random: &random)
  }
}
