import MusterCore

/// `feasible`: agents that could take the task now: alive, a free slot, the skills, the device model, the room and,
/// where budgets bind, the money. The filters of FGD (Weng et al., ATC'23) and of kube-scheduler; exactly
/// `Pool.admits`.
///
/// O(1) an agent, about 5 ns.
public struct Feasible: PairScreen {
  public var checksBudgets: Bool { true }
  public init() {}

  public mutating func screen(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into keep: UnsafeMutableBufferPointer<Bool>
  ) {
    frame.pool.free.withUnsafeBufferPointer { free in
      for i in 0..<rows.count {
        // `Pool.admits`, with its parts in the order in which they fail most often.
        let row = Int(rows[i])
        keep[i] =
          Feasible.covers(free[row], demand.resources) && frame.pool.status[row] == .active
          && frame.pool.inFlight[row] < frame.pool.concurrency[row]
          && (demand.devices.count == 0
            || frame.pool.devices[row].fitting(demand.devices.milliEach) >= Int(demand.devices.count))
          && frame.pool.suits(demand, at: row)
      }
    }
  }

  /// Whether no lane falls below zero: the sign of all differences or-ed, a few instructions.
  @inline(__always)
  private static func covers(_ free: Resources, _ demand: Resources) -> Bool {
    let left = free.lanes &- demand.lanes
    let four = left.lowHalf | left.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1] >= 0
  }
}

extension Feasible {
  static let word = Word.screen(
    "feasible", meaning: "Agents that could take the task now: room, slot, skills, model, money.",
    source: "Weng et al., ATC'23; kube-scheduler", make: { _ in .pairScreen(Feasible()) })
}
