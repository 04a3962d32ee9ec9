import MusterCore
import MusterMath

/// `knowledge-gradient`: the reward expected of an agent, and on top of it what one more try of it is expected to
/// teach, times the `horizon` of tasks that profit from it (Ryzhov, Powell and Frazier, 2012). What is expected is
/// a ``PriceLine``: before anything is known, dearer agents are expected to be better, and how much so is learned.
///
/// An agent is tried only if what it may turn out to be could change the choice: few of a large pool ever are. Draws
/// no chance. Rewards are expected about 0...1. O(agents) a task, about 100 ns each; 24 bytes an agent learned about.
public struct KnowledgeGradient: ListScorer {
  let horizon: Double
  private var line: PriceLine
  private var prices: PriceColumn
  private var totals = AgentTotals()
  private var counts: [Double] = []
  private var sums: [Double] = []

  public var needsMemory: Bool { true }

  init(horizon: Double, line: PriceLine, price: PriceColumn.Origin) {
    self.horizon = horizon
    self.line = line
    prices = PriceColumn(price)
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    prices.update(for: task, in: frame)
    gather(totals.numbers(in: frame))
    line.update(x: prices.logarithms, counts: counts, sums: sums)
    // The best of the candidates and the runner-up: what each is measured against.
    var best = -Double.infinity
    var second = -Double.infinity
    for row in rows {
      let mean = line.means[Int(row)]
      second = max(second, min(best, mean))
      best = max(best, mean)
    }
    for i in 0..<rows.count {
      let row = Int(rows[i])
      let (mean, variance) = (line.means[row], line.variances[row])
      let rival = mean == best ? second : best
      // By how much one observation is expected to move the mean.
      let reach = variance / (variance + line.noise * line.noise).squareRoot()
      var gain = 0.0
      if reach > 0, rival > -.infinity { gain = reach * NormalLoss.gain(-(mean - rival).magnitude / reach) }
      scores[i] = Float(mean + horizon * gain)
    }
  }

  /// The totals by row of the pool.
  private mutating func gather(_ numbers: [Int32]) {
    counts.removeAll(keepingCapacity: true)
    sums.removeAll(keepingCapacity: true)
    for number in numbers {
      counts.append(number < 0 ? 0 : totals.counts[Int(number)])
      sums.append(number < 0 ? 0 : totals.sums[Int(number)])
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      totals.add(
        Self.bounded(outcome.reward), replacing: outcome.replaces.map(Self.bounded), agent: outcome.agent)
    }
  }

  private static func bounded(_ reward: Double) -> Double {
    min(max(reward, -FitToKind.bound), FitToKind.bound)
  }

  public func snapshot() -> [UInt8] {
    if totals.isEmpty { return [] }
    var writer = ByteWriter()
    totals.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty {
      totals = AgentTotals()
      return
    }
    totals = try Learned.read(bytes, word: "knowledge-gradient") {
      (reader: inout ByteReader) throws(ByteError) -> AgentTotals? in try AgentTotals(from: &reader)
    }
  }
}

extension KnowledgeGradient {
  static let word = Word.score(
    "knowledge-gradient",
    [
      Parameter(
        "horizon", .number(0...1_000_000), standard: .number(50),
        meaning: "How many tasks profit from what one try teaches; 0 is greedy."),
      Parameter(
        "slope", .number(-1...1), standard: .number(0.15),
        meaning: "How much more an agent is expected to earn for e times the price, before that is learned."),
      Parameter(
        "spread", .number(0.001...1000), standard: .number(0.15),
        meaning: "Standard deviation of what agents of one price earn."),
      Parameter(
        "noise", .number(0.001...1000), standard: .number(0.45),
        meaning: "Standard deviation of one reward; 0.45 is that of right or wrong."),
      PriceColumn.parameter,
    ],
    meaning: "Expected reward by price and record, plus what one more try would teach.",
    source: "Ryzhov, Powell and Frazier, 2012; belief: Fay and Herriot, 1979",
    make: {
      .listScorer(
        KnowledgeGradient(
          horizon: $0.number("horizon"),
          line: PriceLine(
            noise: $0.number("noise"), spread: $0.number("spread"), slope: $0.number("slope")),
          price: PriceColumn.Origin(rawValue: $0.choice("price")) ?? .feature))
    })
}
