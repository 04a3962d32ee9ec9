import MusterCore
import MusterMath

/// How a bandit forgets: by a discount, by a window, and by resets where a change is detected. The parameters of
/// its words.
struct Forgetting: Sendable {
  let discount: Discount
  /// How many observations, of all arms together, count; zero for all.
  let window: Int
  let detect: ChangeDetector.Rule
  let threshold: Double
  let slack: Double

  /// How many decisions can still be corrected where their age matters: as many as the pipeline remembers.
  static let memory = 1 << 14
  /// Observations of an arm before a change of it can be noticed: before, its mean is no yardstick.
  static let leastEvidence = 10.0

  init(
    discount: Double = 1, window: Int = 0, detect: ChangeDetector.Rule = .none, threshold: Double = 5,
    slack: Double = 0.15
  ) {
    self.discount = Discount(discount)
    self.window = window
    self.detect = detect
    self.threshold = threshold
    self.slack = slack
  }

  init(_ arguments: Arguments) {
    self.init(
      discount: arguments.number("discount"), window: arguments.integer("window"),
      detect: ChangeDetector.Rule(rawValue: arguments.choice("detect")) ?? .none,
      threshold: arguments.number("threshold"), slack: arguments.number("slack"))
  }

  /// How much of the past has to be kept to do so.
  var ringCapacity: Int {
    if window > 0 { return window }
    return discount.forgets || detect != .none ? Forgetting.memory : 0
  }

  /// Evidence of replicas adds up only where it is a sum: a window knows its own observations alone.
  func requireSums(of word: String) throws(PolicyError) {
    guard window > 0 else { return }
    throw PolicyError(
      policy: word, found: "evidence of a sliding window",
      expected: "a sum over all of the past or a discounted one: use `discount` where replicas merge")
  }

  static let discount = Parameter(
    "discount", .number(0.01...1), standard: .number(1),
    meaning: "What an observation counts for after one more, of any agent; 1 forgets nothing.")
  static let window = Parameter(
    "window", .integer(0...65_536), standard: .integer(0),
    meaning: "How many observations, of all agents together, count; 0 for all.")
  static let detection = [
    Parameter(
      "detect", .choice(ChangeDetector.Rule.allCases.map(\.rawValue)), standard: .name("none"),
      meaning: "What notices that an agent has changed, and makes all that was learned of it void."),
    Parameter(
      "threshold", .number(0.01...1_000_000), standard: .number(5),
      meaning: "How much deviation from the mean, beyond the slack, adds up to a change."),
    Parameter(
      "slack", .number(0...1_000_000), standard: .number(0.15),
      meaning: "How much deviation a single observation may have without counting."),
  ]
}
