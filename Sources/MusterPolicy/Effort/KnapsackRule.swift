import MusterCore
import MusterMath

/// `knapsack`: spreads a budget of tries over the batch so that they teach most: none wasted on tasks that always
/// succeed, what nobody gains from to those that never did (Knapsack RL, arXiv 2509.25849).
///
/// The chance of success is the one of the task's kind so far, with one success and one failure to begin with. Tries
/// are allowed with the first lease of a task and hold for its later ones; its own number of tries is a bound as
/// ever. O(budget log tasks) a batch.
public struct KnapsackRule: EffortRule {
  /// Mean tries a task.
  let tries: Double
  /// The most tries of one task.
  let most: Int
  private var means = PairMeans()
  private var tasks: [Int] = []
  private var rates: [Double] = []

  public init(tries: Double, most: Int) {
    self.tries = tries
    self.most = most
  }

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    tasks.removeAll(keepingCapacity: true)
    rates.removeAll(keepingCapacity: true)
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 && frame.failures[task] == 0 {
      let (count, sum) = means.totals(frame.tasks[task].kind, 0)
      tasks.append(task)
      rates.append((sum + 1) / (count + 2))
    }
    let budget = Int(tries * Double(tasks.count))
    guard let given = EffortKnapsack.allocate(successRates: rates, budget: budget, range: 1...most) else {
      return
    }
    for (task, tries) in zip(tasks, given) { plan.allow(task: task) { $0.tries = Int32(tries) } }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.isCorrection {
      _ = means.add(outcome.succeeded ? 1 : 0, kind: outcome.kind, agent: AgentID(0))
    }
  }

  public func snapshot() -> [UInt8] { means.bytes }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    means = try PairMeans(bytes, word: "knapsack")
  }
}

extension KnapsackRule {
  static let word = Word.effort(
    "knapsack",
    [
      Parameter(
        "tries", .number(1...128), standard: .number(2), meaning: "The budget: tries a task, on average."),
      Parameter("most", .integer(1...128), standard: .integer(8), meaning: "The most tries of one task."),
    ],
    meaning: "Spreads a budget of tries over the batch so that they teach most.",
    source: "Knapsack RL, arXiv 2509.25849",
    make: { .effort(KnapsackRule(tries: $0.number("tries"), most: $0.integer("most"))) })
}
