import MusterCore

/// `feasible`: agents that could take the task now: alive, a free slot, the skills, the device model, the room and,
/// where budgets bind, the money. The filters of FGD (Weng et al., ATC'23) and of kube-scheduler.
///
/// O(1) an agent, about 10 ns.
public struct Feasible: PairScreen {
  public var checksBudgets: Bool { true }
  public init() {}

  public mutating func screen(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into keep: UnsafeMutableBufferPointer<Bool>
  ) {
    for i in 0..<rows.count { keep[i] = frame.pool.admits(demand, at: Int(rows[i])) }
  }
}

extension Feasible {
  static let word = Word.screen(
    "feasible", meaning: "Agents that could take the task now: room, slot, skills, model, money.",
    source: "Weng et al., ATC'23; kube-scheduler", make: { _ in .pairScreen(Feasible()) })
}
