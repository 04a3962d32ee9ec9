import MusterCore

/// `cheapest`: minus the most that one try can cost on the agent, in micro-dollars: what would be reserved.
///
/// O(1) an agent. Scores are Floats: prices that differ by less than one part in ten million count as equal.
public struct Cheapest: ListScorer {
  public init() {}

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count { scores[i] = -Float(frame.quote(task: task, agent: Int(rows[i]))) }
  }
}

extension Cheapest {
  static let word = Word.score(
    "cheapest", meaning: "Minus the most that one try can cost, in micro-dollars.", source: "common",
    make: { _ in .listScorer(Cheapest()) })
}
