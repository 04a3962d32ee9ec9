import MusterCore
import MusterMath

/// A score that may depend on the task itself, on the time and on what was learned, not only on demand and state.
public protocol ListScorer: Learner {
  /// Whether the scores are drawn at random, all alike.
  var isRandom: Bool { get }
  /// Whether the scores are drawn from what is believed of each candidate, so that a choice by them has no
  /// propensity in closed form.
  var isSampled: Bool { get }
  /// Whether ``features(for:agent:in:into:)`` gives any: then they are recorded with each decision and come back
  /// with its outcome.
  var hasFeatures: Bool { get }

  /// Appends the features of the pair that was chosen, finite numbers, as the score saw them.
  mutating func features(for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float])

  /// Whether ``chose(_:agent:in:)`` is to be called.
  var mindsChoices: Bool { get }
  /// Takes note that the matcher gave the task to the agent: for a score of what agents have been given, which is
  /// known long before the outcome. What came of the choice is told by ``Learner/observe(_:)``.
  mutating func chose(_ task: Int, agent: Int, in frame: borrowing Frame)

  /// Writes a finite score for the agent in row `rows[i]` to `scores[i]`, higher being better.
  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>)

  /// See ``Policy/keeps(_:)``: the first score of a sentence that has a word to say is heard.
  func keeps(_ answer: GradedAnswer) -> Bool?

  /// The devices for the agent that was chosen; nil leaves the choice to others, in the end to best fit.
  mutating func devices(for task: Int, agent: Int, in frame: borrowing Frame, random: inout Random)
    -> DeviceMask?
}

extension ListScorer {
  public var isRandom: Bool { false }
  public var isSampled: Bool { false }
  public var hasFeatures: Bool { false }
  public var mindsChoices: Bool { false }
  public mutating func chose(_ task: Int, agent: Int, in frame: borrowing Frame) {}
  public mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {}
  public func keeps(_ answer: GradedAnswer) -> Bool? { nil }
  public mutating func devices(
    for task: Int, agent: Int, in frame: borrowing Frame, random: inout Random
  ) -> DeviceMask? { nil }
}
