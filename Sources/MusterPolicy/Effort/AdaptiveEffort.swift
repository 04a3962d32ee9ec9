import MusterCore
import MusterMath

/// `adaptive-effort`: a fraction of the mean effort that tasks of the kind take, in place of a number of turns (e1,
/// arXiv 2510.27042): what a fraction means follows the tasks and the agents as they change.
///
/// The mean is over tries without a cap, for capped ones would pull it down time and again: a share of the tries
/// goes without, at random, and so does every try of a kind of which few are known. The lease's share of effort is
/// the fraction too, for agents that count other things than turns. O(1) expected a task.
public struct AdaptiveEffort: EffortRule {
  let fraction: Double
  /// The share of tries without a cap.
  let explore: Double
  let warmup: Int
  private var means = PairMeans()

  public init(fraction: Double, explore: Double = 0.1, warmup: Int = 10) {
    self.fraction = fraction
    self.explore = explore
    self.warmup = warmup
  }

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
      let (count, sum) = means.totals(frame.tasks[task].kind, 0)
      let draw = Mix.unit(
        Mix.hash(frame.seed, frame.firstDecision &+ UInt64(task), AdaptiveEffort.stream))
      guard count >= Double(warmup), draw >= explore else { continue }
      let turns = min(max(fraction * sum / count + 0.5, 1), 1e9)
      plan.setEffort(task: task, min(fraction, 1))
      plan.cap(task: task, TurnCap(limit: Int32(turns)))
    }
  }

  private static let stream: UInt64 = 0xE1

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.isCorrection && outcome.allowance.turns == nil {
      guard let turns = outcome.turns else { continue }
      _ = means.add(Double(turns), kind: outcome.kind, agent: AgentID(0))
    }
  }

  public func snapshot() -> [UInt8] { means.bytes }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    means = try PairMeans(bytes, word: "adaptive-effort")
  }
}

extension AdaptiveEffort {
  static let word = Word.effort(
    "adaptive-effort",
    [
      Parameter(
        "fraction", .number(0.01...10), standard: .number(0.5),
        meaning: "How much of the mean effort of the kind a try may take."),
      Parameter(
        "explore", .number(0...1), standard: .number(0.1),
        meaning: "The share of tries without a cap, from which the mean is learned."),
      Parameter(
        "warmup", .integer(1...1_000_000), standard: .integer(10),
        meaning: "How many tries of a kind must be known before it is capped."),
    ],
    meaning: "A fraction of the mean effort that tasks of the kind take.", source: "e1, arXiv 2510.27042",
    make: {
      .effort(
        AdaptiveEffort(
          fraction: $0.number("fraction"), explore: $0.number("explore"), warmup: $0.integer("warmup")))
    })
}
