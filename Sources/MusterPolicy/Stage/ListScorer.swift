import MusterCore
import MusterMath

/// A score that may depend on the task itself, on the time and on what was learned, not only on demand and state.
public protocol ListScorer: Sendable {
  /// Whether the scores are drawn at random, all alike.
  var isRandom: Bool { get }

  /// Writes a finite score for the agent in row `rows[i]` to `scores[i]`, higher being better.
  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>)

  /// The devices for the agent that was chosen; nil leaves the choice to others, in the end to best fit.
  mutating func devices(for task: Int, agent: Int, in frame: borrowing Frame, random: inout Random)
    -> DeviceMask?

  /// Learns from finished decisions, in the order of the log.
  mutating func observe(_ outcomes: [Outcome])
  /// What was learned; empty for a score that does not learn.
  func snapshot() -> [UInt8]
  /// Takes up what was learned, in place of all that was; empty bytes stand for nothing learned. On an error
  /// nothing has changed.
  mutating func restore(_ bytes: [UInt8]) throws(PolicyError)
}

extension ListScorer {
  public var isRandom: Bool { false }
  public mutating func devices(
    for task: Int, agent: Int, in frame: borrowing Frame, random: inout Random
  ) -> DeviceMask? { nil }
  public mutating func observe(_ outcomes: [Outcome]) {}
  public func snapshot() -> [UInt8] { [] }
  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if !bytes.isEmpty {
      throw PolicyError(policy: "score", found: "\(bytes.count) bytes", expected: "none: it does not learn")
    }
  }
}
