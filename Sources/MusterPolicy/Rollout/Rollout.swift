import MusterCore
import MusterMath

/// Two policies of which a ``GuardedRollout`` says who decides about which task. Both learn from all
/// outcomes.
///
/// The propensity that is recorded while it runs is that of the whole: which policy decides is chance as
/// well, by the hash of the task. So it is share x the new policy's probability of the choice + (1 - share) x
/// the old one's, and unknown where either has no closed form, and for gangs.
///
/// Which policy decided is recorded with each decision and comes back with ``recall(_:features:)``: what the
/// log says is enough to go on after a restart. Costs what both policies cost, and a recorded explanation a
/// decision.
public struct Rollout: Policy {
  public private(set) var old: any Policy
  public private(set) var new: any Policy
  public private(set) var guarded: GuardedRollout
  private let fresh: (old: any Policy, new: any Policy)
  private var part = Plan()
  private var probabilities: [Double] = []

  /// - Parameters:
  ///   - old: the policy in force, with what it has learned.
  ///   - new: the one to try.
  public init(old: any Policy, new: any Policy, _ settings: RolloutSettings) {
    self.old = old
    self.new = new
    fresh = (old, new)
    guarded = GuardedRollout(settings)
  }

  public var name: String { "\(new.name) over \(old.name)" }
  public var readsTexts: Bool { old.readsTexts || new.readsTexts }
  public var weighsVotes: Bool { old.weighsVotes && new.weighsVotes }
  /// How it stands.
  public var status: RolloutStatus { guarded.status }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    var start = 0
    while start < frame.taskCount {
      let arm = guarded.arm(of: frame.tasks[start])
      var end = frame.gangEnd(from: start)
      while end < frame.taskCount, guarded.arm(of: frame.tasks[end]) == arm { end = frame.gangEnd(from: end) }
      frame.withTasks(start..<end) { planPart(of: &$0, by: arm) }
      plan.take(part, at: start)
      start = end
    }
  }

  /// Plans consecutive tasks of one arm into `part`.
  private mutating func planPart(of frame: inout Frame, by arm: GuardedRollout.Arm) {
    let mark = frame.mark
    var part = Plan()
    swap(&part, &self.part)
    defer { swap(&part, &self.part) }
    if arm == .new { new.plan(&frame, into: &part) } else { old.plan(&frame, into: &part) }
    frame.retrace(&part, from: mark) { frame, part, task in
      let agent = Int(part.agents[task])
      if guarded.state == .running {
        part.setPropensity(task: task, mixed(part.propensities[task], task, agent, by: arm, in: frame))
      }
      let mine = part.explanations[task]?.features ?? []
      let other =
        arm == .new
        ? old.features(of: task, on: agent, in: frame) : new.features(of: task, on: agent, in: frame)
      part.record(
        task: task,
        PairedFeatures(
          own: [Float(arm.rawValue)], first: arm == .new ? other : mine, second: arm == .new ? mine : other),
        in: frame)
    }
  }

  /// The probability of a choice over both policies.
  private mutating func mixed(
    _ own: Double, _ task: Int, _ agent: Int, by arm: GuardedRollout.Arm, in frame: borrowing Frame
  ) -> Double {
    guard frame.tasks[task].gang == .none, own.isFinite else { return .nan }
    let isKnown =
      arm == .new
      ? old.probabilities(of: task, in: frame, into: &probabilities)
      : new.probabilities(of: task, in: frame, into: &probabilities)
    guard isKnown else { return .nan }
    let other = probabilities[agent]
    let share = guarded.share
    return arm == .new ? share * own + (1 - share) * other : share * other + (1 - share) * own
  }

  public mutating func recall(_ decision: DecisionID, features: [Float]) {
    guard let paired = PairedFeatures(features, own: 1), let arm = UInt8(exactly: paired.own[0]),
      let arm = GuardedRollout.Arm(rawValue: arm)
    else { return }
    guarded.note(decision, by: arm)
    if !paired.first.isEmpty { old.recall(decision, features: paired.first) }
    if !paired.second.isEmpty { new.recall(decision, features: paired.second) }
  }

  /// The word of the policy that decides about the task.
  public func keeps(_ answer: GradedAnswer) -> Bool? {
    guarded.arm(of: answer.task) == .new ? new.keeps(answer) : old.keeps(answer)
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    old.observe(outcomes)
    new.observe(outcomes)
    for outcome in outcomes { guarded.observe(outcome.decision, reward: outcome.reward) }
  }

  public func snapshot() -> [UInt8] { PairedSnapshot.bytes(own: { guarded.write(to: &$0) }, old, new) }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    if bytes.isEmpty {
      (restored.old, restored.new) = fresh
      restored.guarded = GuardedRollout(guarded.settings)
    } else {
      let settings = guarded.settings
      let read = try PairedSnapshot.read(bytes, name: name) {
        (reader: inout ByteReader) throws(ByteError) -> GuardedRollout? in
        try GuardedRollout(settings, from: &reader)
      }
      restored.guarded = read.own
      try restored.old.restore(read.first)
      try restored.new.restore(read.second)
    }
    self = restored
  }
}
