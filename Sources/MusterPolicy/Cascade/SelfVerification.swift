/// Whether to keep an answer or ask the next, dearer agent, by what each verifies of itself: AutoMix (Aggarwal et
/// al., 2024) as a partially observable decision process, solved exactly.
///
/// A task is in one of a few hidden states. Each stage answers and observes a confidence in its answer, one of a
/// few classes; the states differ in how likely each stage is right and in how likely it shows each confidence.
/// After each observation the answer is kept, which is worth the chance that it is right, or the next stage is
/// asked, which costs. The process ends with the last stage, so the values of all histories of observations are
/// worked out from the end: O(states * confidences^stages), without approximation.
public struct SelfVerification: Sendable {
  public struct Stage: Sendable, Equatable {
    /// By state, the chance that this stage's answer is right.
    public var right: [Double]
    /// By state, the chances of the confidences.
    public var confidence: [[Double]]
    /// What asking costs, in units of one right answer; at least 0.
    public var cost: Double

    public init(right: [Double], confidence: [[Double]], cost: Double) {
      self.right = right
      self.confidence = confidence
      self.cost = cost
    }
  }

  public enum Action: Sendable, Equatable {
    case keep, escalate
  }

  /// The chances of the states before anything is seen.
  public let prior: [Double]
  public let stages: [Stage]
  /// What the best course of action is worth: the chance of a right answer less the costs of asking, the first
  /// stage's included.
  public let value: Double
  /// For each stage but the last, by history of observations, whether to escalate. The history is a number with a
  /// digit for each stage, the latest the lowest.
  private let escalates: [[Bool]]
  private let confidences: Int

  /// The most histories that are looked at.
  public static let historyLimit = 1 << 20

  /// Solves the model. Throws where a chance is none, chances do not add up to 1, shapes differ, or there are more
  /// than ``historyLimit`` histories.
  public init(prior: [Double], stages: [Stage]) throws(SelfVerificationError) {
    confidences = try Self.check(prior, stages)
    self.prior = prior
    self.stages = stages
    var solver = Solver(stages: stages, confidences: confidences)
    value = solver.ask(0, joint: prior, history: 0)
    escalates = solver.escalates
  }

  /// What to do after the stages' confidences so far, of the first stage first; after the last stage its answer is
  /// kept. Nil for observations that cannot be, and after none. O(observations); where a stage before the last was
  /// passed over or not observed, which nil stands for, O(states * confidences^(stages left)).
  public func action(after observed: [Int?]) -> Action? {
    guard let last = observed.last, last != nil, observed.count <= stages.count,
      observed.allSatisfy({ $0.map { (0..<confidences).contains($0) } ?? true })
    else { return nil }
    if observed.count == stages.count { return .keep }
    let seen = observed.compactMap(\.self)
    if seen.count == observed.count {
      let history = seen.reduce(0) { $0 * confidences + $1 }
      return escalates[seen.count - 1][history] ? .escalate : .keep
    }
    var joint = prior
    for (stage, confidence) in zip(stages, observed) {
      guard let confidence else { continue }
      for state in joint.indices { joint[state] *= stage.confidence[state][confidence] }
    }
    let kept = joint.indices.reduce(0.0) { $0 + joint[$1] * stages[observed.count - 1].right[$1] }
    var solver = Solver(stages: stages, confidences: confidences)
    return solver.ask(observed.count, joint: joint, history: 0) > kept ? .escalate : .keep
  }

  /// Looks the model over.
  /// - Returns: how many confidences there are.
  private static func check(_ prior: [Double], _ stages: [Stage]) throws(SelfVerificationError) -> Int {
    try expectChances(prior, "the prior")
    guard let count = stages.first?.confidence.first?.count, count > 0 else {
      throw SelfVerificationError(part: "stages", found: "none with a confidence", expected: "at least one")
    }
    var histories = 1
    for (index, stage) in stages.enumerated() {
      let name = "stage \(index)"
      guard stage.right.count == prior.count, stage.confidence.count == prior.count else {
        throw SelfVerificationError(
          part: name, found: "\(stage.right.count) and \(stage.confidence.count) states",
          expected: "\(prior.count), as in the prior")
      }
      for chance in stage.right where !(chance >= 0 && chance <= 1) {
        throw SelfVerificationError(part: "\(name), right", found: "\(chance)", expected: "a chance in 0...1")
      }
      for row in stage.confidence {
        guard row.count == count else {
          throw SelfVerificationError(
            part: "\(name), confidence", found: "\(row.count) classes", expected: "\(count), as elsewhere")
        }
        try expectChances(row, "\(name), confidence")
      }
      guard stage.cost >= 0, stage.cost.isFinite else {
        throw SelfVerificationError(part: "\(name), cost", found: "\(stage.cost)", expected: "a number >= 0")
      }
      let (product, overflows) = histories.multipliedReportingOverflow(by: count)
      guard !overflows, product <= historyLimit else {
        throw SelfVerificationError(
          part: "stages", found: "\(stages.count) with \(count) confidences each",
          expected: "at most \(historyLimit) histories; use fewer classes")
      }
      histories = product
    }
    return count
  }

  private static func expectChances(_ chances: [Double], _ part: String) throws(SelfVerificationError) {
    let sum = chances.reduce(0, +)
    guard !chances.isEmpty, chances.allSatisfy({ $0 >= 0 }), (sum - 1).magnitude < 1e-9 else {
      throw SelfVerificationError(
        part: part, found: "\(chances)", expected: "chances of at least 0 that add up to 1")
    }
  }
}

/// A model of self-verification that cannot be.
public struct SelfVerificationError: Error, Equatable, Sendable, CustomStringConvertible {
  public var part: String
  public var found: String
  public var expected: String
  public var description: String { "self-verification, \(part): found \(found), expected \(expected)" }
}

/// Works values out from the last stage to the first, over joint chances of state and observations: no division,
/// so nothing is undefined for observations that never come.
private struct Solver {
  let stages: [SelfVerification.Stage]
  let confidences: Int
  var escalates: [[Bool]]

  init(stages: [SelfVerification.Stage], confidences: Int) {
    self.stages = stages
    self.confidences = confidences
    escalates = []
    var histories = 1
    for _ in stages.dropLast() {
      histories *= confidences
      escalates.append(Array(repeating: false, count: histories))
    }
  }

  /// What is gained, times the chance of getting there, by asking a stage and doing the best from there.
  mutating func ask(_ index: Int, joint: [Double], history: Int) -> Double {
    let stage = stages[index]
    var value = -stage.cost * joint.reduce(0, +)
    for confidence in 0..<confidences {
      let seen = joint.indices.map { joint[$0] * stage.confidence[$0][confidence] }
      let kept = seen.indices.reduce(0.0) { $0 + seen[$1] * stage.right[$1] }
      let next = history * confidences + confidence
      guard index + 1 < stages.count else {
        value += kept
        continue
      }
      let asked = ask(index + 1, joint: seen, history: next)
      escalates[index][next] = asked > kept
      value += max(kept, asked)
    }
    return value
  }
}
