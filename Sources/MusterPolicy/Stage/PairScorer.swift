import MusterCore

/// A score that depends on the task's demand, the agent's state, the frame's mix of demands and what the pool offers
/// alone, and so can be remembered by ``PairMemo``. Scores that look at more are a ``ListScorer``.
public protocol PairScorer: Sendable {
  /// Whether the scores change with the frame's mix.
  var dependsOnMix: Bool { get }
  /// Whether the scores change with what the agents of the pool offer in all: ``Pool/offerVersion``.
  var dependsOnOffer: Bool { get }

  /// Writes a finite score for the agent in row `rows[i]` to `scores[i]`, higher being better; agents that could
  /// not take the demand may be among them. Called once for a whole batch of rows.
  mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>)

  /// The devices that the score is about, for the agent that was chosen; nil leaves the choice to others, in the
  /// end to best fit.
  mutating func devices(for demand: Demand, agent: Int, in frame: borrowing Frame) -> DeviceMask?
}

extension PairScorer {
  public var dependsOnMix: Bool { false }
  public var dependsOnOffer: Bool { false }
  public mutating func devices(for demand: Demand, agent: Int, in frame: borrowing Frame) -> DeviceMask? {
    nil
  }
}
