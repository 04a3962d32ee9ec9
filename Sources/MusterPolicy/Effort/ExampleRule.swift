import MusterCore
import MusterMath

/// `examples`: how many examples go into the prompt, more for kinds of task that need more, within a budget of so
/// many a task (DynaICL, arXiv 2305.11170).
///
/// What a kind needs is the least number of 0, 1, 2, 4, ... whose rate of success comes close to the best of them;
/// each is tried a few times first, and a share of the tasks goes on with a number drawn at random. The needs are
/// scaled so that their running mean is the budget. O(log most) a task.
public struct ExampleRule: EffortRule {
  /// Examples a task, on average.
  let budget: Double
  let most: Int
  let explore: Double
  /// Successes by kind and by place in the row of numbers.
  private var means = PairMeans()
  /// What was needed so far.
  private var needs = (count: 0.0, sum: 0.0)

  /// How often each number is tried first, and how far from the best rate is close.
  static let warmup = 5.0
  static let tolerance = 0.02

  public init(budget: Double, most: Int, explore: Double = 0.1) {
    self.budget = budget
    self.most = most
    self.explore = explore
  }

  /// 0, 1, 2, 4, ... up to `most`.
  var levels: [Int] {
    var levels = [0]
    var level = 1
    while level < most {
      levels.append(level)
      level *= 2
    }
    return most > 0 ? levels + [most] : levels
  }

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    let levels = levels
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
      let kind = frame.tasks[task].kind
      let decision = frame.firstDecision &+ UInt64(task)
      var random = Random(seed: frame.seed, stream: Mix.hash(decision, ExampleRule.stream))
      let count: Int
      if let untried = levels.indices.first(where: { totals(kind, $0).count < ExampleRule.warmup }) {
        count = levels[untried]
      } else if random.unit() < explore {
        count = levels[random.below(levels.count)]
      } else {
        count = scaled(need(of: kind, levels))
      }
      plan.allow(task: task) { $0.examples = Int32(count) }
    }
  }

  private static let stream: UInt64 = 0x1C1

  /// - Parameter level: a place in the row of numbers.
  private func totals(_ kind: KindID, _ level: Int) -> (count: Double, sum: Double) {
    let number = means.agents[AgentID(UInt64(level))] ?? -1
    return means.totals(kind, number)
  }

  private func need(of kind: KindID, _ levels: [Int]) -> Int {
    let rates = levels.indices.map { level in
      let (count, sum) = totals(kind, level)
      return (sum + 1) / (count + 2)
    }
    let best = rates.max() ?? 0
    return levels[rates.firstIndex { $0 >= best - ExampleRule.tolerance } ?? 0]
  }

  private mutating func scaled(_ need: Int) -> Int {
    needs.count += 1
    needs.sum += Double(need)
    guard needs.sum > 0 else { return 0 }
    return min(Int(Double(need) * budget * needs.count / needs.sum + 0.5), most)
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    let levels = levels
    for outcome in outcomes where !outcome.isCorrection {
      // A scaled number counts for the highest of the row that it reaches.
      guard let given = outcome.allowance.examples, let level = levels.lastIndex(where: { $0 <= Int(given) })
      else { continue }
      _ = means.add(outcome.succeeded ? 1 : 0, kind: outcome.kind, agent: AgentID(UInt64(level)))
    }
  }

  public func snapshot() -> [UInt8] {
    if means.slotCount == 0 && needs.count == 0 { return [] }
    var writer = ByteWriter()
    means.write(to: &writer)
    writer.double(needs.count)
    writer.double(needs.sum)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty {
      self = ExampleRule(budget: budget, most: most, explore: explore)
      return
    }
    let (means, count, sum) = try Learned.read(bytes, word: "examples") {
      (reader: inout ByteReader) throws(ByteError) -> (PairMeans, Double, Double)? in
      guard let means = try PairMeans(from: &reader) else { return nil }
      let (count, sum) = (try reader.double(), try reader.double())
      return count >= 0 && sum >= 0 && count.isFinite && sum.isFinite ? (means, count, sum) : nil
    }
    self.means = means
    needs = (count, sum)
  }
}

extension ExampleRule {
  static let word = Word.effort(
    "examples",
    [
      Parameter(
        "budget", .number(0...1000), standard: .number(4), meaning: "Examples a task, on average."),
      Parameter("most", .integer(0...1000), standard: .integer(8), meaning: "The most examples of one task."),
      Parameter(
        "explore", .number(0...1), standard: .number(0.1),
        meaning: "The share of tasks with a number drawn at random, to go on learning."),
    ],
    meaning: "How many examples go into the prompt, by what the kind needs and a budget.",
    source: "DynaICL, arXiv 2305.11170",
    make: {
      .effort(
        ExampleRule(budget: $0.number("budget"), most: $0.integer("most"), explore: $0.number("explore")))
    })
}
