/// What a user is worth in the long run who may leave: users stand on one of k levels; work that pleases takes them up
/// a level, work that does not takes them down by one, and who falls below the lowest is gone for good
/// (content selection with disengagement, arXiv 2410.13108).
///
///     v(i) = max over a of p_a (r_a + discount v(min(i + 1, k))) + (1 - p_a) discount v(i - 1),   v(0) = 0.
///
/// Solved by policy iteration: each round evaluates one action a level exactly by elimination from the lowest level
/// up, `O(k)`, and looks for better ones, `O(k * actions)`. Rounds end when no level changes; on random instances
/// there are a handful, and never more than k were seen: `O(k^2)` with few actions.
public struct EngagementProgram: Sendable, Equatable {
  /// One way of doing the work.
  public struct Action: Sendable, Equatable {
    /// The chance that it pleases, 0...1.
    public var success: Double
    /// What it brings if it does.
    public var reward: Double

    public init(success: Double, reward: Double = 1) { (self.success, self.reward) = (success, reward) }
  }

  public enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
    case levels(Int)
    case noAction
    case action(Int, found: String)
    case discount(Double)

    public var description: String {
      switch self {
      case .levels(let found): "\(found) levels, expected at least 1"
      case .noAction: "no action, expected at least one"
      case .action(let index, let found):
        "action \(index) has \(found), expected a chance from 0 to 1 and a finite reward"
      case .discount(let found): "the discount is \(found), expected a number from 0 to below 1"
      }
    }
  }

  /// What a user on each level is worth; the level below the lowest, of who is gone, comes first with 0.
  public private(set) var values: [Double]
  /// The action for each level from the lowest on.
  public private(set) var choices: [Int]
  /// How many policies were evaluated.
  public private(set) var rounds = 0
  private let discount: Double

  public init(levels: Int, discount: Double, actions: [Action]) throws(Fault) {
    guard levels >= 1 else { throw .levels(levels) }
    guard discount >= 0, discount < 1 else { throw .discount(discount) }
    guard !actions.isEmpty else { throw .noAction }
    for (index, action) in actions.enumerated() {
      guard action.success >= 0, action.success <= 1, action.reward.isFinite else {
        throw .action(index, found: "a chance of \(action.success) and a reward of \(action.reward)")
      }
    }
    self.discount = discount
    values = Array(repeating: 0, count: levels + 1)
    choices = Array(repeating: 0, count: levels)
    while true {
      rounds += 1
      evaluate(actions)
      var improved = false
      for level in 1...levels {
        var best = worth(of: actions[choices[level - 1]], at: level)
        for (index, action) in actions.enumerated() {
          let other = worth(of: action, at: level)
          // Better by more than rounding, or rounds might never end.
          guard other > best + 1e-12 * (1 + best.magnitude) else { continue }
          (choices[level - 1], best, improved) = (index, other, true)
        }
      }
      if !improved { return }
    }
  }

  /// Puts the values where those of an earlier program of as many levels were; false, and nothing changed, where they
  /// cannot have been.
  public mutating func resume(at values: [Double]) -> Bool {
    guard values.count == self.values.count, values[0] == 0, values.allSatisfy(\.isFinite) else {
      return false
    }
    self.values = values
    return true
  }

  /// What an action is worth for a user on a level from 1.
  public func worth(of action: Action, at level: Int) -> Double {
    let up = values[min(level + 1, values.count - 1)]
    return action.success * (action.reward + discount * up) + (1 - action.success) * discount
      * values[level - 1]
  }

  /// Solves for the choices: v(i) = slope(i) v(i + 1) + level(i) from below, then the values from the top.
  private mutating func evaluate(_ actions: [Action]) {
    let top = choices.count
    var slopes = Array(repeating: 0.0, count: top + 1)
    var offsets = Array(repeating: 0.0, count: top + 1)
    for level in 1...top {
      let action = actions[choices[level - 1]]
      let (up, down) = (action.success * discount, (1 - action.success) * discount)
      let divisor = 1 - down * slopes[level - 1]
      slopes[level] = up / divisor
      offsets[level] = (action.success * action.reward + down * offsets[level - 1]) / divisor
    }
    values[top] = offsets[top] / (1 - slopes[top])
    for level in stride(from: top - 1, through: 1, by: -1) {
      values[level] = slopes[level] * values[level + 1] + offsets[level]
    }
  }
}
