import MusterCore

/// `skills`: agents of the right kind for the task, skills and device model, however busy they are. For policies
/// that would rather wait for the right agent than take a free one: a choice without room leaves the task waiting.
///
/// O(1) an agent.
public struct Skills: PairScreen {
  public init() {}

  public mutating func screen(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into keep: UnsafeMutableBufferPointer<Bool>
  ) {
    for i in 0..<rows.count {
      let row = Int(rows[i])
      keep[i] = frame.pool.status[row] == .active && frame.pool.suits(demand, at: row)
    }
  }
}

extension Skills {
  static let word = Word.screen(
    "skills", meaning: "Active agents with the skills and the device model, however busy.", source: "common",
    make: { _ in .pairScreen(Skills()) })
}
