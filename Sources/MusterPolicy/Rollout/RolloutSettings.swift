import MusterCore
import MusterMath

/// How a new policy is tried beside the old one, and when that ends.
public struct RolloutSettings: Sendable, Equatable {
  /// Share of the tasks that the new policy decides about, above 0 and below 1.
  public let share: Double
  /// By how much the new policy's mean reward may lie below the old one's, in the unit of rewards; at least
  /// 0.
  public let margin: Double
  /// How sure a verdict must be, above 0 and below 1: a false return has a chance of at most 1 - level over
  /// the whole roll-out, however long it runs, and so has a false promotion.
  public let level: Double
  /// How many outcomes each policy must have before there is a verdict.
  public let minimum: Int
  /// What rewards may be; one outside counts as the nearest inside.
  public let rewards: ClosedRange<Double>
  /// Whether the new policy takes over once it has proved itself; else it keeps its share.
  public let promotes: Bool
  /// Which tasks fall into the share: another salt, other tasks.
  public let salt: UInt64

  /// - Throws: ``RolloutError`` for a value outside of its range.
  public init(
    share: Double = 0.1, margin: Double = 0, level: Double = 0.95, minimum: Int = 50,
    rewards: ClosedRange<Double> = 0...1, promotes: Bool = false, salt: UInt64 = 0
  ) throws(RolloutError) {
    func check(_ name: String, _ holds: Bool, _ found: some Any, _ expected: String) throws(RolloutError) {
      if !holds { throw RolloutError(setting: name, found: "\(found)", expected: expected) }
    }
    try check("share", share > 0 && share < 1, share, "a number above 0 and below 1")
    try check("margin", margin >= 0 && margin.isFinite, margin, "a number of at least 0")
    try check("level", level > 0 && level < 1, level, "a number above 0 and below 1")
    try check("minimum", minimum >= 1, minimum, "at least 1")
    let width = rewards.upperBound - rewards.lowerBound
    try check("rewards", width > 0 && width.isFinite, rewards, "a finite range that is not empty")
    self.share = share
    self.margin = margin
    self.level = level
    self.minimum = minimum
    self.rewards = rewards
    self.promotes = promotes
    self.salt = salt
  }
}

/// A setting of a roll-out outside of its range.
public struct RolloutError: Error, Equatable, Sendable, CustomStringConvertible {
  public var setting: String
  public var found: String
  public var expected: String
  public init(setting: String, found: String, expected: String) {
    self.setting = setting
    self.found = found
    self.expected = expected
  }
  public var description: String { "roll-out: found \(setting) \(found), expected \(expected)" }
}
