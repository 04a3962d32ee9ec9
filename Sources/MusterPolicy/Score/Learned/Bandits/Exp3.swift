import MusterCore
import MusterMath

/// `exp3`: the logarithm of the probability that exponential weights give the agent, so that `sampled` with its
/// temperature of 1 draws by it: p = (1 - mix) softmax(g) + mix / K over the K candidates. The gain g of the agent
/// that was chosen rises by mix r / (p K): what it would have earned in every round, as far as one can tell. For
/// rewards in 0...1 that may change in any way, even against the policy.
///
/// p and K are recorded with the decision; where the matcher knows the probability with which it chose, that one
/// counts. With a discount the gains fade (Exp3 for a changing best agent). A candidate never chosen has gain 0.
///
/// Source: Auer, Cesa-Bianchi, Freund and Schapire (SIAM J. Comput., 2002). About 25 ns an agent.
public struct Exp3: ListScorer {
  static let name = "exp3"
  let mix: Double
  private let byKind: Bool
  private let discount: Double
  private var gains: ScalarArms
  private var probabilities: [Double] = []
  /// The candidates that they are of.
  private var scored: [Int32] = []

  init(mix: Double, byKind: Bool, discount: Double) {
    self.mix = mix
    self.byKind = byKind
    self.discount = discount
    gains = ScalarArms(byKind: byKind, forgetting: Forgetting(discount: discount), range: -1e9...1e9)
  }

  public var hasFeatures: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = frame.tasks[task].kind
    let numbers = gains.numbers(in: frame)
    probabilities.removeAll(keepingCapacity: true)
    var top = -Double.infinity
    for row in rows {
      probabilities.append(gains.totals(kind, numbers[Int(row)]).sum)
      top = max(top, probabilities[probabilities.count - 1])
    }
    var total = 0.0
    for i in probabilities.indices {
      probabilities[i] = Portable.exp(probabilities[i] - top)
      total += probabilities[i]
    }
    let uniform = mix / Double(max(rows.count, 1))
    for i in 0..<rows.count {
      probabilities[i] = (1 - mix) * probabilities[i] / total + uniform
      scores[i] = Float(Portable.log(probabilities[i]))
    }
    scored.removeAll(keepingCapacity: true)
    scored.append(contentsOf: rows)
  }

  public mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {
    guard let index = scored.firstIndex(of: Int32(agent)), index < probabilities.count else { return }
    features.append(Float(probabilities[index]))
    features.append(Float(scored.count))
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite {
      guard outcome.features.count == 2, outcome.features[0] > 0, outcome.features[1] >= 1 else { continue }
      let candidates = Double(outcome.features[1])
      let told = outcome.propensity
      let probability = told.isFinite && told > 0 ? min(told, 1) : Double(outcome.features[0])
      // Never below what the mixing leaves to every candidate: what others did to the choice stays bounded.
      let share = mix / candidates / max(probability, mix / candidates)
      var gain = outcome
      gain.reward = share * min(max(outcome.reward, 0), 1)
      gain.replaces = outcome.replaces.map { share * min(max($0, 0), 1) }
      gains.observe(gain)
    }
  }

  public mutating func forgetDecisions() { gains.forgetDecisions() }

  public func snapshot() -> [UInt8] {
    if gains.armCount == 0 { return [] }
    var writer = ByteWriter()
    gains.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = Exp3(mix: mix, byKind: byKind, discount: discount)
    if !bytes.isEmpty { restored.gains = try read(bytes) }
    self = restored
  }

  /// Gains add up.
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if !bytes.isEmpty { gains.merge(try read(bytes)) }
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> ScalarArms {
    let like = gains
    return try Learned.read(bytes, word: Exp3.name) { (reader: inout ByteReader) throws(ByteError) in
      try ScalarArms(from: &reader, like: like)
    }
  }
}

extension Exp3 {
  static let word = Word.score(
    name,
    [
      Parameter(
        "mix", .number(0.000_1...1), standard: .number(0.1),
        meaning: "The share of choices that are uniform; how fast it learns as well."),
      .learnedApart,
      Forgetting.discount,
    ],
    meaning:
      "The logarithm of the probability to draw the agent with: for `sampled`, against any change of rewards.",
    source: "Auer, Cesa-Bianchi, Freund and Schapire, 2002",
    make: {
      .listScorer(
        Exp3(
          mix: $0.number("mix"), byKind: $0.isByKind, discount: $0.number("discount")))
    })
}
