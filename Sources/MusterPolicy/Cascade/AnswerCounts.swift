import MusterMath

/// What is counted of a few agents' answers to the same tasks, from which a ``SelfVerification`` is made.
///
/// The hidden state of a task is which of the agents answer it rightly; what an agent's verifier shows depends on
/// whether its own answer is right and on nothing else.
public struct AnswerCounts: Sendable, Equatable {
  /// How many tasks each set of right stages has, the first stage being the lowest bit of its number: 2^stages.
  public var patterns: [Double]
  /// Where the classes of confidence after the first begin, rising.
  public var bounds: [Double]
  /// How many right answers showed each class, stage by stage.
  public var right: [Double]
  /// How many wrong ones did.
  public var wrong: [Double]
  /// What a try costs on average, in US dollars, by stage.
  public var costs: [Double]

  /// The most stages.
  public static let stageLimit = 4
  /// The most classes of confidence.
  public static let classLimit = 8

  public init(patterns: [Double], bounds: [Double], right: [Double], wrong: [Double], costs: [Double]) {
    self.patterns = patterns
    self.bounds = bounds
    self.right = right
    self.wrong = wrong
    self.costs = costs
  }

  public var stages: Int { costs.count }
  public var classes: Int { bounds.count + 1 }

  /// The class of a confidence. O(classes).
  public func level(of confidence: Double) -> Int { Self.level(of: confidence, bounds) }

  static func level(of confidence: Double, _ bounds: [Double]) -> Int { bounds.count { $0 <= confidence } }

  /// The decision process for answers of this worth. Counts are smoothed, so that what was never seen is possible:
  /// the patterns by one task over all of them (Perks, 1947), the classes by half an answer each (Jeffreys).
  /// - Parameter worth: US dollars that a right answer is worth, above 0.
  public func model(worth: Double) throws(SelfVerificationError) -> SelfVerification {
    let shares = Self.shares(patterns, extra: 1 / Double(max(patterns.count, 1)))
    return try SelfVerification(
      prior: shares,
      stages: costs.indices.map { stage in
        let range = stage * classes..<(stage + 1) * classes
        let whenRight = Self.shares(Array(right[range]), extra: 0.5)
        let whenWrong = Self.shares(Array(wrong[range]), extra: 0.5)
        let isRight = shares.indices.map { $0 >> stage & 1 != 0 }
        return SelfVerification.Stage(
          right: isRight.map { $0 ? 1 : 0 }, confidence: isRight.map { $0 ? whenRight : whenWrong },
          cost: costs[stage] / worth)
      })
  }

  private static func shares(_ counts: [Double], extra: Double) -> [Double] {
    let sum = counts.reduce(0) { $0 + $1 + extra }
    return counts.map { ($0 + extra) / sum }
  }
}
