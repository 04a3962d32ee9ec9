import MusterCore
import MusterMath

/// `fastest`: minus the time in seconds that the task is expected to take on the agent, see ``ExpectedTime``; where
/// nothing was seen of the agent, the time that an agent of its speed takes for a second's work.
///
/// O(1) expected an agent, about 20 ns.
public struct Fastest: ListScorer {
  private var times = ExpectedTime()

  public init() {}

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = frame.tasks[task].kind
    let numbers = times.numbers(in: frame)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      let expected = times.seconds(kind, numbers[row]) ?? 1 / frame.pool.agents[row].speed
      scores[i] = -Float(min(expected, FitToKind.bound))
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) { times.observe(outcomes) }

  public func snapshot() -> [UInt8] { times.snapshot() }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    times = try ExpectedTime(bytes, word: "fastest")
  }
}

extension Fastest {
  static let word = Word.score(
    "fastest", meaning: "Minus the expected seconds: of this kind, else of any, else by the agent's speed.",
    source: "common", make: { _ in .listScorer(Fastest()) })
}
