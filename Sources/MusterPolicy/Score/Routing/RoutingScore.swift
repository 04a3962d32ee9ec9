import MusterCore
import MusterMath

/// A score that expects rewards from what a task says: a ``RoutingModel`` over the agents' mean rewards, and
/// a ``RoutingRule``. It learns from outcomes alone, of the agent asked alone.
///
/// An agent's mean has a prior that counts as one observation. What a decision saw comes back with its
/// outcome, at most 1,024 terms of 4 bytes or the embedding. A correction takes the place of what it
/// corrects.
struct RoutingScore<Model: RoutingModel>: ListScorer {
  let word: String
  let rule: RoutingRule
  let prior: Double
  private let untaught: Model
  private var model: Model
  private var encoder = RoutingEncoder()
  private var agents = AgentBook()
  private var counts: [Double] = []
  private var sums: [Double] = []
  private var input = RoutingInput()
  private var row = SparseRow()

  /// Rewards beyond this count as this.
  static var bound: Double { 1e6 }

  init(_ word: String, _ model: Model, rule: RoutingRule = .value, prior: Double) {
    self.word = word
    self.rule = rule
    self.prior = prior
    self.model = model
    untaught = model
  }

  var hasFeatures: Bool { true }
  var readsTexts: Bool { true }

  mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {
    input.take(frame.tasks[task])
    input.append(to: &features)
  }

  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    input.take(frame.tasks[task])
    encoder.encode(input, into: &row)
    model.prepare(row)
    let numbers = agents.numbers(in: frame)
    for i in 0..<rows.count {
      let number = numbers[Int(rows[i])]
      scores[i] = number < 0 ? Float(prior) : Float(expected(number))
    }
    rule.apply(scores) { frame.quote(task: task, agent: Int(rows[$0])) }
  }

  /// The reward expected of an agent on the prepared text.
  private mutating func expected(_ number: Int32) -> Double {
    let mean = mean(number)
    let limit = 2 * RoutingScore.bound
    return min(max(mean + model.deviation(of: number, mean: mean), -limit), limit)
  }

  private func mean(_ number: Int32) -> Double { (prior + sums[Int(number)]) / (1 + counts[Int(number)]) }

  mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite { observe(outcome) }
  }

  private mutating func observe(_ outcome: Outcome) {
    let reward = min(max(outcome.reward, -RoutingScore.bound), RoutingScore.bound)
    let number = Int32(intern(outcome.agent.rawValue))
    let before = mean(number)
    let replaced = outcome.replaces.map { min(max($0, -RoutingScore.bound), RoutingScore.bound) }
    sums[Int(number)] += reward - (replaced ?? 0)
    if replaced == nil { counts[Int(number)] += 1 }
    guard input.take(features: outcome.features) else { return }
    if replaced == nil { encoder.learn(input) }
    encoder.encode(input, into: &row)
    model.prepare(row)
    model.learn(
      outcome.decision.rawValue, agent: number, reward: reward, mean: before, replaced: replaced)
  }

  mutating func forgetDecisions() { model.forgetDecisions() }

  /// Learns a table of texts and rewards, in place of all that was learned.
  mutating func fit(_ examples: [RoutingExample]) {
    self = RoutingScore(word, untaught, rule: rule, prior: prior)
    for example in examples { encoder.learn(example.terms) }
    var table: [RidgeFit.Observation] = []
    for (row, example) in examples.enumerated() {
      for (agent, reward) in example.rewards {
        let number = intern(agent.rawValue)
        counts[number] += 1
        sums[number] += reward
        table.append(RidgeFit.Observation(row: row, agent: number, reward: reward))
      }
    }
    if table.isEmpty { return }
    model.fit(examples.map { encoder.row($0.terms) }, table, agents: counts.count)
  }

  /// The number of an agent, with totals of its own from then on.
  private mutating func intern(_ agent: UInt64) -> Int {
    let number = Int(agents.intern(agent))
    if number == counts.count {
      counts.append(0)
      sums.append(0)
    }
    return number
  }

  func snapshot() -> [UInt8] {
    if agents.ids.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(agents.ids.count))
    for (number, id) in agents.ids.enumerated() {
      writer.varint(id)
      writer.double(counts[number])
      writer.double(sums[number])
    }
    encoder.write(to: &writer)
    model.write(to: &writer)
    return writer.bytes
  }

  mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    let empty = RoutingScore(word, untaught, rule: rule, prior: prior)
    if bytes.isEmpty {
      self = empty
      return
    }
    self = try Learned.read(bytes, word: word) {
      (reader: inout ByteReader) throws(ByteError) -> RoutingScore? in
      var restored = empty
      for number in 0..<(try reader.count(bytesEach: 17)) {
        let id = try reader.varint()
        let count = try reader.double()
        let sum = try reader.double()
        guard count.isFinite, count >= 0, sum.isFinite, restored.agents.intern(id) == Int32(number) else {
          return nil
        }
        restored.counts.append(count)
        restored.sums.append(sum)
      }
      guard !restored.counts.isEmpty,
        let encoder = try RoutingEncoder(from: &reader, measureScale: restored.encoder.measureScale)
      else { return nil }
      restored.encoder = encoder
      let isRight = try restored.model.read(from: &reader, agents: restored.counts.count)
      return isRight ? restored : nil
    }
  }
}

extension Parameter {
  /// What a routing word expects of an agent before anything is known.
  static let routingPrior = Parameter(
    "prior", .number(-1_000_000...1_000_000), standard: .number(1),
    meaning: "What an agent counts for before anything is known; 1 is optimistic for rewards in 0...1.")
}
