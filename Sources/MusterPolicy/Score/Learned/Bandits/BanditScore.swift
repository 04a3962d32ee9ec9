import MusterCore
import MusterMath

/// What the bandits without features have in common: arms, priors, what they learn and how it is kept. What is left
/// to each is its index: the score that it makes of what is known of an agent.
protocol BanditScore: ListScorer {
  static var name: String { get }
  var arms: ScalarArms { get set }
  var priors: AgentPriors { get set }
  /// One that has learned nothing.
  var blank: Self { get }
}

extension BanditScore {
  public var needsMemory: Bool { true }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite { arms.observe(outcome) }
  }

  public mutating func forgetDecisions() { arms.forgetDecisions() }

  public func snapshot() -> [UInt8] {
    if arms.armCount == 0 { return [] }
    var writer = ByteWriter()
    arms.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty {
      self = blank
      return
    }
    var restored = blank
    restored.arms = try read(bytes)
    self = restored
  }

  /// Adds what another learned: counts, sums and sums of squares add up. Decisions of the other cannot be corrected
  /// here. Evidence of a window has no place in another's order of events: it is refused.
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    let other = try read(bytes)
    try arms.forgetting.requireSums(of: Self.name)
    arms.merge(other)
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> ScalarArms {
    let like = blank.arms
    return try Learned.read(bytes, word: Self.name) { (reader: inout ByteReader) throws(ByteError) in
      try ScalarArms(from: &reader, like: like)
    }
  }

  /// Hands what is known of each candidate to `body`, with its prior.
  @inline(__always)
  mutating func eachArm(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    _ body: (_ index: Int, _ known: ScalarArms.Totals, _ prior: AgentPriors.Prior) -> Void
  ) {
    let kind = frame.tasks[task].kind
    let numbers = arms.numbers(in: frame)
    priors.prepare(arms, numbers: numbers, in: frame)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      body(i, arms.totals(kind, numbers[row]), priors.rows[row])
    }
  }

  static func arms(_ arguments: Arguments, range: ClosedRange<Double>) -> ScalarArms {
    ScalarArms(byKind: arguments.isByKind, forgetting: Forgetting(arguments), range: range)
  }
}
