/// Decides which agent does which task. One dynamic call a batch; no clock, no store and no random source of
/// its own, so that the same frames and outcomes give the same plans, bit for bit.
public protocol Policy: Sendable {
  /// How people call it: the sentence or shorthand it was made from.
  var name: String { get }

  /// Whether it looks at ``Task/terms``, ``Task/prefix`` or at embeddings of texts: they are made only for a policy
  /// that does.
  var readsTexts: Bool { get }

  /// Whether it says what the answer of each run of a ballot counts for: ``BallotRule/weighted`` is a vote by majority
  /// under a policy that does not.
  var weighsVotes: Bool { get }

  /// Fills the plan for the tasks of the frame. Choices are committed to the frame as they are made; a gang is
  /// placed whole or not at all.
  mutating func plan(_ frame: inout Frame, into plan: inout Plan)

  /// The probability with which the policy would now give the task to each agent of the pool if it were
  /// served first: what makes the decisions of another policy tell something about this one. Nothing is
  /// committed or learned.
  /// - Parameter probabilities: by the pool's rows; they add up to 1, or to less where the task may have to
  ///   wait.
  /// - Returns: false where there is no closed form; see ``drawnProbabilities(of:in:draws:into:)``.
  mutating func probabilities(of task: Int, in frame: borrowing Frame, into probabilities: inout [Double])
    -> Bool

  /// The features that the policy would have recorded, had it given the task to this agent: for decisions
  /// that another policy made and this one learns from. Empty for a policy that records none.
  mutating func features(of task: Int, on agent: Int, in frame: borrowing Frame) -> [Float]

  /// Takes note of the features that a decision was made with, which ``observe(_:)`` will want when its
  /// outcome comes. They come from the log, so a policy that is put over a recovered engine knows them as
  /// well.
  mutating func recall(_ decision: DecisionID, features: [Float])

  /// Whether an answer that a verifier graded is kept, or its task goes on to another agent; nil leaves that to the
  /// verifier. Asked before the answer is reported, and never again: what was decided is in the log, and comes back
  /// as an outcome.
  func keeps(_ answer: GradedAnswer) -> Bool?

  /// Learns from finished decisions, in the order of the log. Rewards that are not finite are refused before
  /// they come here.
  mutating func observe(_ outcomes: [Outcome])

  /// What was learned, as bytes that ``restore(_:)`` understands; empty for a policy that does not learn.
  func snapshot() -> [UInt8]
  /// Takes up what was learned; on an error nothing has changed.
  mutating func restore(_ bytes: [UInt8]) throws(PolicyError)
  /// Forgets which decisions it learned from, not what: for what is put into a file, because decisions are numbered
  /// anew in every run. Nothing of before can be corrected from then on.
  mutating func forgetDecisions()
  /// Adds what another of the same sentence learned elsewhere, given as its ``snapshot()``, to what was learned
  /// here: what replicas do that share what they learned. What both had in common counts twice: merge what was
  /// learned since they parted. On an error nothing has changed.
  mutating func merge(_ bytes: [UInt8]) throws(PolicyError)
}

extension Policy {
  public var readsTexts: Bool { false }
  public var weighsVotes: Bool { false }
  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, into probabilities: inout [Double]
  ) -> Bool { false }
  public mutating func features(of task: Int, on agent: Int, in frame: borrowing Frame) -> [Float] { [] }
  public mutating func recall(_ decision: DecisionID, features: [Float]) {}
  public func keeps(_ answer: GradedAnswer) -> Bool? { nil }
  public mutating func observe(_ outcomes: [Outcome]) {}
  public func snapshot() -> [UInt8] { [] }
  public mutating func forgetDecisions() {}
  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    guard bytes.isEmpty else {
      throw PolicyError(policy: name, found: "\(bytes.count) bytes", expected: "none: it does not learn")
    }
  }
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    guard bytes.isEmpty else {
      throw PolicyError(
        policy: name, found: "\(bytes.count) bytes to merge", expected: "a policy whose statistics add up")
    }
  }
}

/// Learned state that a policy cannot take up.
public struct PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  public var policy: String
  public var found: String
  public var expected: String
  public init(policy: String, found: String, expected: String) {
    self.policy = policy
    self.found = found
    self.expected = expected
  }
  public var description: String { "policy \(policy): snapshot holds \(found), expected \(expected)" }
}
