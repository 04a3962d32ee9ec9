import MusterCore
import MusterMath

/// `predicted(margin)`: drops agents that will have left, as they announced, before the task is expected to end there:
/// ``Agent/leavesAt`` against the mean time of the agent's successes with such tasks, or the task's own time limit where
/// nothing was seen yet (predicted updates; Liu and Srinivas, "The predicted-updates dynamic model", 2307.08890).
///
/// A prediction only ever chooses among agents: where it would leave none, all stay, as if nothing had been announced.
/// O(1) expected an agent.
public struct Predicted: ListScreen {
  let margin: Double
  private var times = ExpectedTime()

  /// - Parameter margin: what the expected time is multiplied by, above zero.
  public init(margin: Double = 1) { self.margin = margin }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    // Most pools have nothing announced.
    guard candidates.agents.contains(where: { frame.pool.agents[Int($0)].leavesAt != .never }) else { return }
    let numbers = times.numbers(in: frame)
    var stays = 0
    for row in candidates.agents { stays += ends(task, on: Int(row), numbers, in: frame) ? 1 : 0 }
    if stays == 0 { return }
    candidates.keep { _, row in ends(task, on: Int(row), numbers, in: frame) }
  }

  /// Whether the task is expected to end before the agent leaves.
  private func ends(_ task: Int, on row: Int, _ numbers: [Int32], in frame: borrowing Frame) -> Bool {
    let leavesAt = frame.pool.agents[row].leavesAt
    if leavesAt == .never { return true }
    let spec = frame.tasks[task]
    let limit = spec.timeLimit == Task.forever ? 0 : Double(spec.timeLimit) * 1e-9
    let expected = times.seconds(spec.kind, numbers[row]) ?? limit
    return Double(leavesAt - frame.now) * 1e-9 >= expected * margin
  }

  public mutating func observe(_ outcomes: [Outcome]) { times.observe(outcomes) }

  public func snapshot() -> [UInt8] { times.snapshot() }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    times = try ExpectedTime(bytes, word: "predicted")
  }
}

extension Predicted {
  static let word = Word.screen(
    "predicted",
    [
      Parameter(
        "margin", .number(0.001...1000), standard: .number(1),
        meaning: "What the expected time of the task is multiplied by.")
    ],
    meaning: "Not to agents that have announced to leave before the task would end.",
    source: "arXiv 2307.08890",
    make: { .listScreen(Predicted(margin: $0.number("margin"))) })
}
