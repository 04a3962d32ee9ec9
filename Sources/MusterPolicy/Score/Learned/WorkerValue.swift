import MusterCore
import MusterMath

/// `worker-value(diversity, fairness, staleness)`: S = V + .3 D + .2 F + .2 St (HeteRo-Select, 2508.06692): the mean
/// reward that the agent brought (one never seen counts as the mean of the others), how far its skills and features are
/// from the mean of the candidates, how seldom it was asked, and the logarithm of how many decisions ago it was last
/// heard of. Each runs from 0 for the least of the candidates to 1 for the most.
///
/// The paper draws by softmax, 10 of 100: ten tasks in one batch, on agents with one slot each, matched by `sampled`. A
/// correction takes the place of what its decision brought before. O(skills + features) an agent.
public struct WorkerValue: ListScorer {
  let diversity: Double
  let fairness: Double
  let staleness: Double
  private var rewards = AgentTotals()
  /// By the agents' numbers, the latest decision that something was heard of.
  private var last: [UInt64] = []

  /// Weights beside that of the value, which is 1; not negative.
  public init(diversity: Double = 0.3, fairness: Double = 0.2, staleness: Double = 0.2) {
    self.diversity = diversity
    self.fairness = fairness
    self.staleness = staleness
  }

  public var needsMemory: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let numbers = rewards.numbers(in: frame)
    let decision = frame.firstDecision &+ UInt64(task)
    var (sum, known) = (0.0, 0.0)
    for row in rows {
      let number = Int(numbers[Int(row)])
      if number >= 0 && rewards.counts[number] > 0 {
        sum += rewards.sums[number] / rewards.counts[number]
        known += 1
      }
    }
    var (values, asked, ages) = ([Double](), [Double](), [Double]())
    for row in rows {
      let number = Int(numbers[Int(row)])
      let count = number < 0 ? 0 : rewards.counts[number]
      values.append(count > 0 ? rewards.sums[number] / count : known > 0 ? sum / known : 0)
      asked.append(-count)
      let since = number < 0 ? decision : decision >= last[number] ? decision - last[number] : 0
      ages.append(Portable.log(1 + Double(since)))
    }
    var distances = WorkerDistance.of(rows, in: frame)
    WorkerValue.normalise(&values)
    WorkerValue.normalise(&distances)
    WorkerValue.normalise(&asked)
    WorkerValue.normalise(&ages)
    for i in 0..<rows.count {
      scores[i] = Float(
        values[i] + diversity * distances[i] + fairness * asked[i] + staleness * ages[i])
    }
  }

  /// From 0 for the least to 1 for the most; all 0 where they are equal.
  private static func normalise(_ values: inout [Double]) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let spread = most - least
    for index in values.indices { values[index] = spread > 0 ? (values[index] - least) / spread : 0 }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      let reward = min(max(outcome.reward, -FitToKind.bound), FitToKind.bound)
      let old = outcome.replaces.map { min(max($0, -FitToKind.bound), FitToKind.bound) }
      rewards.add(reward, replacing: old, agent: outcome.agent)
      while last.count < rewards.counts.count { last.append(0) }
      if let number = rewards.agents[outcome.agent] {
        last[Int(number)] = max(last[Int(number)], outcome.decision.rawValue)
      }
    }
  }
}

/// What is learned, as bytes.
extension WorkerValue {
  public mutating func forgetDecisions() {
    for number in last.indices { last[number] = 0 }
  }

  public func snapshot() -> [UInt8] {
    if rewards.isEmpty { return [] }
    var writer = ByteWriter()
    rewards.write(to: &writer)
    for decision in last { writer.varint(decision) }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    (rewards, last) = bytes.isEmpty ? (AgentTotals(), []) : try read(bytes)
  }

  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    let (others, theirs) = try read(bytes)
    rewards.merge(others)
    while last.count < rewards.counts.count { last.append(0) }
    for (place, id) in others.agents.ids.enumerated() {
      if let number = rewards.agents[AgentID(id)] {
        last[Int(number)] = max(last[Int(number)], theirs[place])
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> (AgentTotals, [UInt64]) {
    try Learned.read(bytes, word: "worker-value") {
      (reader: inout ByteReader) throws(ByteError) -> (AgentTotals, [UInt64])? in
      guard let rewards = try AgentTotals(from: &reader) else { return nil }
      var last: [UInt64] = []
      for _ in rewards.counts { last.append(try reader.varint()) }
      return (rewards, last)
    }
  }

  static let word = Word.score(
    "worker-value",
    [
      Parameter(
        "diversity", .number(0...1_000_000), standard: .number(0.3),
        meaning: "Weight of being unlike the other candidates, beside 1 for the mean reward."),
      Parameter(
        "fairness", .number(0...1_000_000), standard: .number(0.2),
        meaning: "Weight of having been asked seldom."),
      Parameter(
        "staleness", .number(0...1_000_000), standard: .number(0.2),
        meaning: "Weight of having been asked long ago."),
    ],
    meaning:
      "Mean reward, diversity, fairness and staleness of the agent, each against the other candidates.",
    source: "HeteRo-Select, arXiv 2508.06692",
    make: {
      .listScorer(
        WorkerValue(
          diversity: $0.number("diversity"), fairness: $0.number("fairness"),
          staleness: $0.number("staleness")))
    })
}
