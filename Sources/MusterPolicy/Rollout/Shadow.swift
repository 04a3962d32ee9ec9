import MusterCore
import MusterMath

/// A policy that is obeyed, and a second that is only asked: what would it have done, and what would that
/// have brought? Nothing that the second says is carried out.
///
/// At each placement of the first the second is asked, in the same state, for the probability with which it
/// would have made the same choice; by trial where that has no closed form. From that, the recorded
/// propensity and the outcome follow the running off-policy estimates of ``RunningOffPolicy``; what is said
/// in the lab of their limits (`Counterfactual`) holds here too. Both policies learn from all outcomes. Gangs
/// are planned but not compared.
///
/// The probabilities are recorded with the decisions and come back with ``recall(_:features:)``, so a restart
/// loses none. Costs what both policies cost, and a recorded explanation a decision.
public struct Shadow: Policy {
  public private(set) var obeyed: any Policy
  public private(set) var shadow: any Policy
  private let fresh: (obeyed: any Policy, shadow: any Policy)
  private let draws: Int
  private var record = ShadowRecord()
  private var probabilities: [Double] = []

  /// - Parameter draws: how often the second is asked where it has no closed form; at least 1.
  public init(obeyed: any Policy, shadow: any Policy, draws: Int = 32) {
    self.obeyed = obeyed
    self.shadow = shadow
    fresh = (obeyed, shadow)
    self.draws = max(draws, 1)
  }

  public var name: String { obeyed.name }
  public var readsTexts: Bool { obeyed.readsTexts || shadow.readsTexts }
  public var weighsVotes: Bool { obeyed.weighsVotes }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    let mark = frame.mark
    obeyed.plan(&frame, into: &plan)
    frame.retrace(&plan, from: mark) { frame, plan, task in
      let agent = Int(plan.agents[task])
      plan.record(
        task: task,
        PairedFeatures(
          own: [Float(probability(task, agent, in: &frame))], first: plan.explanations[task]?.features ?? [],
          second: shadow.features(of: task, on: agent, in: frame)), in: frame)
    }
  }

  /// The probability with which the shadow would choose the agent; -1 where it is not compared.
  private mutating func probability(_ task: Int, _ agent: Int, in frame: inout Frame) -> Double {
    guard frame.tasks[task].gang == .none else { return -1 }
    if !shadow.probabilities(of: task, in: frame, into: &probabilities) {
      shadow.drawnProbabilities(of: task, in: &frame, draws: draws, into: &probabilities)
    }
    return min(probabilities[agent], 1)
  }

  public mutating func recall(_ decision: DecisionID, features: [Float]) {
    guard let paired = PairedFeatures(features, own: 1) else { return }
    if (0...1).contains(paired.own[0]) { record.note(decision, agreement: paired.own[0]) }
    if !paired.first.isEmpty { obeyed.recall(decision, features: paired.first) }
    if !paired.second.isEmpty { shadow.recall(decision, features: paired.second) }
  }

  public func keeps(_ answer: GradedAnswer) -> Bool? { obeyed.keeps(answer) }

  public mutating func observe(_ outcomes: [Outcome]) {
    obeyed.observe(outcomes)
    shadow.observe(outcomes)
    for outcome in outcomes { record.observe(outcome) }
  }

  /// How the two compare.
  /// - Parameter level: how often the intervals should hold the truth, in 0..<1.
  public func status(level: Double = 0.9) -> ShadowStatus { record.status(level: level) }

  public func snapshot() -> [UInt8] { PairedSnapshot.bytes(own: { record.write(to: &$0) }, obeyed, shadow) }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    if bytes.isEmpty {
      (restored.obeyed, restored.shadow) = fresh
      restored.record = ShadowRecord()
    } else {
      let name = "shadow of \(name)"
      let read = try PairedSnapshot.read(bytes, name: name) {
        (reader: inout ByteReader) throws(ByteError) -> (ShadowRecord, [UInt8])? in
        guard let record = try ShadowRecord(from: &reader) else { return nil }
        return (record, try reader.bytes())
      }
      restored.record = read.own.0
      try restored.record.restoreMemory(read.own.1)
      try restored.obeyed.restore(read.first)
      try restored.shadow.restore(read.second)
    }
    self = restored
  }
}
