import MusterCore
import MusterMath

/// A policy that learns from what a ``RewardRule`` says counts, in place of the rewards as reported. The one place
/// where outcomes are given their rewards on the way to a policy, whatever it is made of: a sentence, a roll-out, one
/// with a shadow. It chooses as the policy itself would.
public struct Credited: Policy {
  public private(set) var policy: any Policy
  public private(set) var credit: Credit
  private var credited: [Outcome] = []

  public init(_ policy: any Policy, by rule: RewardRule) {
    self.policy = policy
    credit = Credit(rule)
  }

  public var name: String { policy.name }
  public var readsTexts: Bool { policy.readsTexts }
  public var weighsVotes: Bool { policy.weighsVotes }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) { policy.plan(&frame, into: &plan) }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, into probabilities: inout [Double]
  ) -> Bool { policy.probabilities(of: task, in: frame, into: &probabilities) }

  public mutating func features(of task: Int, on agent: Int, in frame: borrowing Frame) -> [Float] {
    policy.features(of: task, on: agent, in: frame)
  }

  public mutating func recall(_ decision: DecisionID, features: [Float]) {
    policy.recall(decision, features: features)
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    credited.removeAll(keepingCapacity: true)
    for outcome in outcomes {
      if let one = credit.apply(outcome) { credited.append(one) }
    }
    if !credited.isEmpty { policy.observe(credited) }
  }

  public func snapshot() -> [UInt8] {
    let own = credit.snapshot()
    let learned = policy.snapshot()
    if own.isEmpty && learned.isEmpty { return [] }
    var writer = ByteWriter()
    writer.byte(1)
    writer.bytes(own)
    writer.bytes(learned)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    let (own, learned) = try Credited.parts(bytes)
    try restored.credit.restore(own)
    try restored.policy.restore(learned)
    self = restored
  }

  /// The policies' statistics add up; what rewards go by stays each replica's own.
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    var merged = self
    try merged.policy.merge(try Credited.parts(bytes).learned)
    self = merged
  }

  private static func parts(_ bytes: [UInt8]) throws(PolicyError) -> (own: [UInt8], learned: [UInt8]) {
    if bytes.isEmpty { return ([], []) }
    return try Learned.read(bytes, word: "reward") {
      (reader: inout ByteReader) throws(ByteError) -> (own: [UInt8], learned: [UInt8])? in
      guard try reader.byte() == 1 else { return nil }
      return (try reader.bytes(), try reader.bytes())
    }
  }
}
