import MusterCore
import MusterMath

/// Gives outcomes the rewards that a ``RewardRule`` says, in place of those that were reported: what stands between
/// the facts and whatever learns.
///
/// Feedback changes the reported reward and whether the work succeeded; what else counts is what it was. So the fields
/// of the last 16,384 decisions are kept (200 bytes each), and feedback about an older one is left out: nobody knows
/// any more what it would change. What is learned on the way (weights, estimates) belongs to the ids of agents.
///
/// O(steps of the formulas) an outcome, some 100 ns for a short one, plus what the scheme costs.
public struct Credit: Sendable {
  public let rule: RewardRule
  private var scalariser: RewardScalariser
  private var stabiliser: RewardStabiliser?
  private var ring = DecisionRing<Entry>(capacity: Credit.memory)

  private struct Entry: DecisionEntry {
    var decision: UInt64
    var fields: FormulaFields.Values
    /// What it was counted with, before it was stabilised.
    var reward: Double
  }

  /// How many decisions can still be corrected.
  static let memory = 1 << 14

  public init(_ rule: RewardRule) {
    self.rule = rule
    scalariser = RewardScalariser(rule.scheme, parts: rule.parts.count)
    stabiliser = rule.stabilising.map { RewardStabiliser($0) }
  }

  /// The weights of a vector's parts as they stand; none for a scalar.
  public var weights: [(name: String, weight: Double)] {
    guard rule.isVector else { return [] }
    return rule.parts.enumerated().map { ($1.name, scalariser.weights[$0]) }
  }

  /// The outcome with the reward that counts, always finite and within ``RewardRule/range``; nil for feedback about a
  /// decision that is not remembered.
  public mutating func apply(_ outcome: Outcome) -> Outcome? { credit(outcome)?.outcome }

  /// The same, with how the reward comes about.
  public mutating func explain(_ outcome: Outcome) -> RewardAccount? {
    guard let (credited, fields, raw) = credit(outcome) else { return nil }
    return RewardAccount(
      rule, fields, weights: scalariser.weights, reward: raw,
      seen: rule.stabilising == nil ? nil : credited.reward)
  }

  private mutating func credit(_ outcome: Outcome) -> (
    outcome: Outcome, fields: FormulaFields.Values, raw: Double
  )? {
    let decision = outcome.decision.rawValue
    let known = ring[decision]
    let fields: FormulaFields.Values
    if outcome.isCorrection {
      guard let known else { return nil }
      fields = rule.fields.corrected(known.fields, by: outcome)
    } else {
      fields = rule.fields.values(of: outcome, rubric: rule.rubric)
    }
    let raw = scalariser.value(
      rule.vector(fields), agent: outcome.agent, replacing: known.map { rule.vector($0.fields) })
    var credited = outcome
    credited.reward =
      stabiliser?.estimate(raw, replacing: known?.reward, of: outcome) ?? raw
    let entry = Entry(decision: decision, fields: fields, reward: raw)
    if known == nil { ring.push(entry) } else { ring.update(decision) { $0 = entry } }
    return (credited, fields, raw)
  }

  /// What was learned and what is remembered; empty for nothing.
  public func snapshot() -> [UInt8] {
    if ring.isEmpty { return [] }
    var writer = ByteWriter()
    writer.string(rule.description)
    writer.string(rule.rubric?.description ?? "")
    ring.write(to: &writer) { entry, writer in
      writer.varint(entry.decision)
      for place in rule.fields.fields.indices { writer.double(entry.fields[place]) }
      writer.double(entry.reward)
    }
    scalariser.write(to: &writer)
    stabiliser?.write(to: &writer)
    return writer.bytes
  }

  /// Takes up a snapshot of the same rule. On an error nothing has changed.
  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = Credit(rule)
    if !bytes.isEmpty {
      restored = try Learned.read(bytes, word: "reward") {
        (reader: inout ByteReader) throws(ByteError) -> Credit? in
        guard try reader.string() == rule.description,
          try reader.string() == rule.rubric?.description ?? ""
        else { return nil }
        return try Credit(rule, from: &reader)
      }
    }
    self = restored
  }

  private init?(_ rule: RewardRule, from reader: inout ByteReader) throws(ByteError) {
    self.init(rule)
    let fields = rule.fields.fields
    let count = try reader.count(bytesEach: 9 + 8 * fields.count)
    guard count > 0, count <= Credit.memory else { return nil }
    for _ in 0..<count {
      let decision = try reader.varint()
      var values = FormulaFields.Values()
      for place in fields.indices {
        values[place] = try reader.double()
        guard fields[place].range.contains(values[place]) else { return nil }
      }
      let reward = try reader.double()
      guard reward.isFinite, !ring.contains(decision) else { return nil }
      ring.push(Entry(decision: decision, fields: values, reward: reward))
    }
    guard let scalariser = try RewardScalariser(rule.scheme, parts: rule.parts.count, from: &reader) else {
      return nil
    }
    self.scalariser = scalariser
    if let settings = rule.stabilising {
      guard let stabiliser = try RewardStabiliser(settings, from: &reader) else { return nil }
      self.stabiliser = stabiliser
    }
  }
}
