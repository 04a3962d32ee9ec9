import MusterCore
import MusterMath

/// `fit-to-kind`: the mean past reward of the agent on tasks of this kind, with a prior that counts as `strength`
/// observations of the value `prior`. A prior above what agents earn is optimistic: each is tried before it is
/// judged. Optimism in the face of uncertainty is the oldest rule of bandits (Lai and Robbins, 1985; Sutton and
/// Barto, chapter 2).
///
/// Failed tries count with the reward they were given. A correction takes the place of what its decision brought
/// before, as long as the decision is among the last 16,384. O(1) expected an agent, about 10 ns.
public struct FitToKind: ListScorer {
  let prior: Double
  let strength: Double
  private var means = PairMeans()
  private var ledger = DecisionLedger(capacity: FitToKind.memory)

  /// How many decisions can still be corrected.
  static let memory = 1 << 14
  /// Rewards are bounded by this, so that no sum of scores overflows.
  static let bound = 1e30

  public init(prior: Double = 1, strength: Double = 1) {
    self.prior = prior
    self.strength = strength
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = frame.tasks[task].kind
    let numbers = means.numbers(in: frame)
    for i in 0..<rows.count {
      let (count, sum) = means.totals(kind, numbers[Int(rows[i])])
      let weight = strength + count
      scores[i] = Float(weight > 0 ? (strength * prior + sum) / weight : prior)
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      let reward = min(max(outcome.reward, -FitToKind.bound), FitToKind.bound)
      let decision = outcome.decision
      var slot: Int32
      if outcome.isCorrection, let entry = ledger[decision] {
        slot = entry.slot
        means.replace(entry.value, with: reward, at: slot)
      } else if outcome.isCorrection && !ledger.isNew(decision) {
        // What it brought is in the mean, but nobody knows any more how much that was.
        continue
      } else {
        slot = means.add(reward, kind: outcome.kind, agent: outcome.agent)
      }
      ledger.note(DecisionLedger.Entry(decision: decision.rawValue, slot: slot, value: reward))
    }
  }

  public mutating func forgetDecisions() { ledger = DecisionLedger(capacity: FitToKind.memory) }

  public func snapshot() -> [UInt8] {
    if means.slotCount == 0 { return [] }
    var writer = ByteWriter()
    means.write(to: &writer)
    ledger.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty {
      self = FitToKind(prior: prior, strength: strength)
      return
    }
    let (means, ledger) = try Learned.read(bytes, word: "fit-to-kind") {
      (reader: inout ByteReader) throws(ByteError) -> (PairMeans, DecisionLedger)? in
      guard let means = try PairMeans(from: &reader),
        let ledger = try DecisionLedger(from: &reader, capacity: FitToKind.memory, slots: means.slotCount)
      else { return nil }
      return (means, ledger)
    }
    self.means = means
    self.ledger = ledger
  }
}

extension FitToKind {
  static let word = Word.score(
    "fit-to-kind",
    [
      Parameter(
        "prior", .number(-1_000_000...1_000_000), standard: .number(1),
        meaning: "What an agent counts for before anything is known; 1 is optimistic for rewards in 0...1."),
      Parameter(
        "strength", .number(0...1_000_000), standard: .number(1),
        meaning: "How many observations the prior counts for."),
    ],
    meaning: "Mean past reward of the agent on this kind of task.",
    source: "sample means with an optimistic prior, Sutton and Barto, ch. 2",
    make: { .listScorer(FitToKind(prior: $0.number("prior"), strength: $0.number("strength"))) })
}
