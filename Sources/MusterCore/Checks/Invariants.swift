import MusterMath

extension Engine {
  /// What is wrong with the state; empty when all is well. Holds between any two requests (in the middle of the
  /// facts of one, a gang may be half leased).
  ///
  /// - Parameter budgetsFixed: false if a tenant's or an agent's budget was lowered on the way: what was spent
  ///   before may then exceed it, and only the budgets of tasks are looked at.
  /// - Complexity: O(tasks + dependencies + agents + timers + queue), about 0.2 us a task.
  public func violations(budgetsFixed: Bool = true) -> [Violation] {
    let check = InvariantCheck(self, budgetsFixed: budgetsFixed)
    check.run()
    return check.violations
  }
}

/// One pass over a state. Sums wrap instead of trapping: the state may be anything. A class, so that a check may look at
/// `self` for the words of its message without a copy of the engine.
final class InvariantCheck {
  let engine: Engine
  let budgetsFixed: Bool
  var violations: [Violation] = []

  /// What was counted on the way, by task row.
  var queueEntries: [UInt8]
  var timers: [TimerSet]
  var listed: [UInt8]

  /// Live timers of a task, or of an agent.
  struct TimerSet: OptionSet {
    let rawValue: UInt8
    static let all: [TimerSet] = [.deadline, .retry, .patience, .lapse, .silence, .drained]
    static let deadline = TimerSet(rawValue: 1)
    static let retry = TimerSet(rawValue: 2)
    static let patience = TimerSet(rawValue: 4)
    static let lapse = TimerSet(rawValue: 8)
    static let silence = TimerSet(rawValue: 16)
    static let drained = TimerSet(rawValue: 32)
  }

  init(_ engine: Engine, budgetsFixed: Bool) {
    self.engine = engine
    self.budgetsFixed = budgetsFixed
    let rows = engine.tasks.records.count
    queueEntries = Array(repeating: 0, count: rows)
    listed = Array(repeating: 0, count: rows)
    timers = Array(repeating: [], count: rows)
  }

  func run() {
    checkQueue()
    let ofAgents = gatherTimers()
    for agent in 0..<engine.pool.count { checkAgent(agent, ofAgents[agent]) }
    checkTenants()
    for row in engine.tasks.occupiedRows { checkTask(row) }
    checkEnds()
    checkTotals()
    checkIndices()
  }

  func expect(
    _ holds: Bool, _ rule: InvariantRule, _ place: @autoclosure () -> String,
    found: @autoclosure () -> String,
    expected: @autoclosure () -> String
  ) {
    if holds { return }
    violations.append(Violation(rule, place(), found: found(), expected: expected()))
  }

  func expectEqual<T: Equatable>(
    _ found: T, _ expected: T, _ rule: InvariantRule, _ place: @autoclosure () -> String
  ) {
    if found == expected { return }
    violations.append(Violation(rule, place(), found: "\(found)", expected: "\(expected)"))
  }

  /// Marks the live timers of tasks and gives those of agents.
  private func gatherTimers() -> [TimerSet] {
    var ofAgents = [TimerSet](repeating: [], count: engine.pool.count)
    for timer in engine.timers.all where engine.isLive(timer) {
      let mark = TimerSet.all[Int(timer.kind.rawValue)]
      if timer.kind.isOfTask {
        if let row = engine.tasks.row(of: TaskID(timer.id)) { timers[row].insert(mark) }
      } else if let row = engine.pool.row(of: AgentID(timer.id)) {
        ofAgents[row].insert(mark)
      }
    }
    if let first = engine.timers.first {
      expect(engine.isLive(first), .timersSet, "earliest timer", found: "a stale one", expected: "a live one")
    }
    return ofAgents
  }

  private func checkTotals() {
    let totals = engine.totals
    let tasks = engine.tasks
    let live = tasks.occupiedRows.reduce(0) { $0 + (tasks.records[$1].status.isEnded ? 0 : 1) }
    expectEqual(tasks.liveCount, live, .noTaskLost, "count of living tasks")
    let ended = totals.ended.wrappedSum()
    expectEqual(
      totals.submitted, ended &+ UInt64(live), .noTaskLost, "submitted tasks, against living and ended")
    expectEqual(engine.endSequence, ended, .endedOnce, "sequence of ends, against the count of ends")
  }
}
