import MusterCore
import MusterMath

/// Turns scores into a plan for the whole batch, under the capacity there is. It commits every choice to the
/// frame and places a gang whole or not at all.
public protocol Matcher: Learner {
  mutating func match(_ frame: inout Frame, through funnel: inout Funnel, into plan: inout Plan)

  /// The probability of each agent for a task that is served first; see `Policy.probabilities`. The rows
  /// given are all zero at first.
  /// - Returns: false where there is no closed form.
  mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool
}

extension Matcher {
  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool { false }
}

/// The agent that a ``Chooser`` took for a task.
public struct Choice: Sendable, Equatable {
  /// Row of the agent in the pool.
  public var agent: Int
  public var score: Float
  /// The probability with which it was chosen; NaN where that has no closed form.
  public var propensity: Double

  public init(agent: Int, score: Float, propensity: Double) {
    self.agent = agent
    self.score = score
    self.propensity = propensity
  }
}
