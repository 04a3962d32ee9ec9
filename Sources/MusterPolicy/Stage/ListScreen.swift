import MusterCore
import MusterMath

/// A rule that narrows the list of candidates as a whole: the best few, a random few.
public protocol ListScreen: Learner {
  /// Whether the choice is drawn at random.
  var isRandom: Bool { get }
  /// Whether the choice goes by the scores so far.
  var needsScores: Bool { get }

  mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random)
}

extension ListScreen {
  public var isRandom: Bool { false }
  public var needsScores: Bool { false }
}
