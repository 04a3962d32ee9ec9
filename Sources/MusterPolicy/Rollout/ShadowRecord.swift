import MusterCore
import MusterMath

/// What a ``Shadow`` has seen of the two policies. O(1) a decision.
struct ShadowRecord: Sendable {
  private var decisions: UInt64 = 0
  private var agreement = 0.0
  private var skipped: UInt64 = 0
  /// The shadow's choices by weight, and the obeyed policy's, all with weight 1.
  private var weighted = RunningOffPolicy()
  private var plain = RunningOffPolicy()
  /// With each decision the shadow's probability of it.
  private var memory = DecisionMemory()

  init() {}

  mutating func note(_ decision: DecisionID, agreement probability: Float) {
    decisions += 1
    agreement += Double(probability)
    memory.recall(decision, features: [probability])
  }

  mutating func observe(_ outcome: Outcome) {
    guard outcome.reward.isFinite, let known = memory.resolve(outcome), known.features.count == 1 else {
      return
    }
    let weight = Double(known.features[0]) / outcome.propensity
    guard outcome.propensity > 0, outcome.propensity <= 1, weight.isFinite else {
      if known.replaces == nil { skipped += 1 }
      return
    }
    if let before = known.replaces {
      weighted.replace(before, with: outcome.reward, weight: weight)
      plain.replace(before, with: outcome.reward, weight: 1)
    } else {
      weighted.add(weight: weight, reward: outcome.reward)
      plain.add(weight: 1, reward: outcome.reward)
    }
  }

  func status(level: Double) -> ShadowStatus {
    ShadowStatus(
      decisions: decisions, agreement: decisions == 0 ? .nan : agreement / Double(decisions),
      outcomes: plain.count, skipped: skipped, obeyed: plain.selfNormalised(level: level),
      inversePropensity: weighted.inversePropensity(level: level),
      selfNormalised: weighted.selfNormalised(level: level), effectiveCount: weighted.effectiveCount,
      meanWeight: weighted.meanWeight, greatestWeight: weighted.greatestWeight)
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(decisions)
    writer.double(agreement)
    writer.varint(skipped)
    weighted.write(to: &writer)
    plain.write(to: &writer)
    writer.bytes(memory.snapshot())
  }

  /// All but the memory, whose bytes follow. Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    decisions = try reader.varint()
    agreement = try reader.double()
    skipped = try reader.varint()
    guard agreement.isFinite, let weighted = try RunningOffPolicy(from: &reader),
      let plain = try RunningOffPolicy(from: &reader)
    else { return nil }
    self.weighted = weighted
    self.plain = plain
  }

  mutating func restoreMemory(_ bytes: [UInt8]) throws(PolicyError) { memory = try DecisionMemory(bytes) }
}

/// How a shadow compares with the policy that is obeyed.
public struct ShadowStatus: Sendable, Equatable {
  /// Placements at which the shadow was asked.
  public var decisions: UInt64
  /// The share at which it would have made the same choice; NaN before the first.
  public var agreement: Double
  /// Decisions with an outcome that the estimates are made from.
  public var outcomes: UInt64
  /// Outcomes left out because the obeyed policy's propensity was not known.
  public var skipped: UInt64
  /// The obeyed policy's mean reward.
  public var obeyed: OffPolicyEstimate
  /// What the shadow's would have been.
  public var inversePropensity: OffPolicyEstimate
  public var selfNormalised: OffPolicyEstimate
  public var effectiveCount: Double
  public var meanWeight: Double
  public var greatestWeight: Double

  /// What to be told before relying on the estimates.
  public var warnings: [OffPolicyOverlap.Warning] {
    guard outcomes > 0 else { return [] }
    if effectiveCount == 0 { return [.noOverlap] }
    return effectiveCount < Double(outcomes) / 10 ? [.fewEffective(effectiveCount, of: Int(outcomes))] : []
  }
}
