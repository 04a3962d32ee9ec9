/// A small Markov decision process: what every action does in every state.
public struct DecisionProcess: Sendable, Equatable {
  public struct Transition: Sendable, Equatable {
    public var probability: Double
    public var next: Int
    public var reward: Double

    public init(_ probability: Double, to next: Int, reward: Double = 0) {
      (self.probability, self.next, self.reward) = (probability, next, reward)
    }
  }

  /// Something that is no decision process.
  public enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
    case empty
    case noAction(state: Int)
    case probabilities(state: Int, action: Int, sum: Double)
    case noSuchState(state: Int, action: Int, found: Int)
    case reward(state: Int, action: Int, found: Double)
    case discount(Double)
    case level(Double)
    /// Models that are no models of the same thing.
    case otherShape(model: Int)

    public var description: String {
      switch self {
      case .empty: "there is no state, or no model"
      case .noAction(let state): "state \(state) has no action"
      case .probabilities(let state, let action, let sum):
        "the probabilities of action \(action) in state \(state) add up to \(sum), expected parts of 1"
      case .noSuchState(let state, let action, let found):
        "action \(action) in state \(state) leads to state \(found), which there is not"
      case .reward(let state, let action, let found):
        "action \(action) in state \(state) brings \(found), expected a finite number"
      case .discount(let found): "the discount is \(found), expected a number above 0 and up to 1"
      case .level(let found): "the level is \(found), expected a number above 0 and up to 1"
      case .otherShape(let model): "model \(model) has other states or actions than the first"
      }
    }
  }

  /// By state, then by action.
  public let transitions: [[[Transition]]]

  public init(_ transitions: [[[Transition]]]) throws(Fault) {
    guard !transitions.isEmpty else { throw .empty }
    for (state, actions) in transitions.enumerated() {
      guard !actions.isEmpty else { throw .noAction(state: state) }
      for (action, outcomes) in actions.enumerated() {
        var sum = 0.0
        for outcome in outcomes {
          guard transitions.indices.contains(outcome.next) else {
            throw .noSuchState(state: state, action: action, found: outcome.next)
          }
          guard outcome.reward.isFinite else {
            throw .reward(state: state, action: action, found: outcome.reward)
          }
          guard outcome.probability >= 0 else {
            throw .probabilities(state: state, action: action, sum: outcome.probability)
          }
          sum += outcome.probability
        }
        guard (sum - 1).magnitude < 1e-9 else {
          throw .probabilities(state: state, action: action, sum: sum)
        }
      }
    }
    self.transitions = transitions
  }

  public var stateCount: Int { transitions.count }

  /// What an action is worth if the states after it are worth `values`.
  func worth(_ state: Int, _ action: Int, _ values: [Double], discount: Double) -> Double {
    transitions[state][action].reduce(0) {
      $0 + $1.probability * ($1.reward + discount * values[$1.next])
    }
  }

  /// The best that each action can bring in each state over an endless discounted run, to `precision`, by value
  /// iteration. `O(transitions)` a sweep.
  public func optimalWorths(discount: Double, precision: Double = 1e-10) -> [[Double]] {
    precondition(discount > 0 && discount < 1, "a discount lies above 0 and below 1")
    var values = Array(repeating: 0.0, count: stateCount)
    while true {
      let worths = transitions.indices.map { state in
        transitions[state].indices.map { worth(state, $0, values, discount: discount) }
      }
      let next = worths.map { $0.max() ?? 0 }
      let change = zip(values, next).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      values = next
      if change <= precision * (1 - discount) / discount { return worths }
    }
  }

  /// What a run that takes `policy[state]` in each state is worth from each state, to `precision`.
  public func values(of policy: [Int], discount: Double, precision: Double = 1e-10) -> [Double] {
    precondition(policy.count == stateCount && discount > 0 && discount < 1, "an action for every state")
    var values = Array(repeating: 0.0, count: stateCount)
    while true {
      let next = policy.indices.map { worth($0, policy[$0], values, discount: discount) }
      let change = zip(values, next).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      values = next
      if change <= precision * (1 - discount) / discount { return values }
    }
  }
}
