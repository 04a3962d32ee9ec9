import MusterCore
import MusterMath

/// Keys of the traces in which it is known how every agent does on every task.
enum OutcomeKeys {
  static let attempts = TraceKey.whole(
    "attempts", 1, in: 1...1000,
    "tries of a task in all; more than 1 lets a failed task go to another agent at once")
  static let gap = TraceKey.number(
    "gap", else: "the longest run and a second", in: 0...1_000_000_000,
    "time between two tasks, seconds; by default each is over before the next comes, so that all can be learned from"
  )
  static let limit = TraceKey.whole(
    "limit", else: "all", in: 1...Int(Int32.max), "how many tasks at most, the first in the order of the seed"
  )
  static let verifierError = TraceKey.number(
    "verifier-error", 0, in: 0...1,
    "the probability that a right answer is reported as a failure, or a wrong one as a success; solvedPct is true"
  )
  static let verifierStrength = TraceKey.number(
    "verifier-strength", else: "a verifier that says yes or no", in: 0...20,
    "a verifier that grades from 0 to 1: how many deviations its evidence of right and of wrong answers lies apart "
      + "(d' of signal detection; 2 errs on 16 %, 3 on 7 %, 4 on 2 %)")
  static let progressError = TraceKey.number(
    "progress-error", 0.5, in: 0...1,
    "how often progress misleads when turns run out: it shows in tries that will succeed, or the other way round"
  )
  static let agents = TraceKey.whole(
    "agents", 1, in: 1...16, "how many agents are asked at once, each another")
  static let rule = TraceKey.choice(
    "rule", BallotRuleName.race,
    "how several agents decide: race takes the first that the verifier accepts, the others vote unverified; weighted "
      + "needs a policy that weighs votes, as vote-weights does")
  static let reserve = TraceKey.whole(
    "reserve", 0, in: 0...15, "how many more agents are asked where the first disagree")
  static let doubt = TraceKey.number(
    "doubt", 0.45, in: 0...1, "the disagreement from which on the reserve is asked")
  static let wrong = TraceKey.whole(
    "wrong", 1_000_000, in: 1...1_000_000,
    "how many wrong answers there are to vote for; 1 makes them all alike"
  )
  static let half = TraceKey.whole(
    "half", 0, in: 0...2, "only this half of the tasks, 1 or 2: to fit on one and test on the other; 0 is all"
  )
  static let split = TraceKey.whole(
    "split", 1, in: 0...1_000_000, "which division into halves, by a draw of its own")
}

/// How the answers of such a trace are verified.
struct OutcomeVerifier: Sendable {
  var error: Double
  var strength: Double?

  init(_ spec: TraceSpec) throws(TraceSpecError) {
    error = try spec.value(OutcomeKeys.verifierError)
    strength = try spec.value(OutcomeKeys.verifierStrength)
    guard error == 0 || strength == nil else {
      throw TraceSpecError(
        .badValue, spec: spec.text, part: "key \(OutcomeKeys.verifierError.name)",
        found: "\"\(error)\" beside \(OutcomeKeys.verifierStrength.name)",
        expected: "one of the two: a verifier that grades errs by its strength")
    }
  }
}

/// The order in which the tasks of such a trace come under a seed, and the rule for trying again.
struct OutcomeOrder: Sendable {
  var attempts: Int
  /// Time between two tasks.
  var gap: Nanoseconds
  var limit: Int
  var half: Int
  var split: Int
  /// How each task is put to several agents; nil for one.
  var ask: (rule: BallotRule, first: Int, count: Int, doubt: Double)?

  /// - Parameter longest: the longest run of any agent on any task.
  init(_ spec: TraceSpec, longest: Nanoseconds) throws(TraceSpecError) {
    attempts = try spec.value(OutcomeKeys.attempts)
    limit = try spec.value(OutcomeKeys.limit) ?? .max
    half = try spec.value(OutcomeKeys.half)
    split = try spec.value(OutcomeKeys.split)
    // With more tries the longest run comes that often, at worst.
    let tries = saturatedProduct(longest, Int64(attempts))
    gap =
      try spec.value(OutcomeKeys.gap).map(saturatedNanoseconds)
      ?? (Instant(tries) + 1_000_000_000).nanoseconds
  }

  /// The rows of `count` tasks that are in the half, rising: the first half is the larger one by at most one.
  func rows(of count: Int) -> [Int] {
    guard half > 0 else { return Array(0..<count) }
    var order = Array(0..<count)
    var random = Random(seed: UInt64(split), stream: 0x4A1F)
    random.shuffle(&order)
    let middle = (count + 1) / 2
    return (half == 1 ? order[..<middle] : order[middle...]).sorted()
  }

  /// One arrival for each task of the half, in random order.
  /// The ids of a task's runs follow those of all tasks.
  func arrivals(_ tasks: [Task], seed: UInt64) -> [Workload.Arrival] {
    var order = rows(of: tasks.count)
    var random = Random(seed: seed, stream: 0x0DE5)
    random.shuffle(&order)
    return order.prefix(limit).enumerated().map { place, row in
      var task = tasks[row]
      task.retry = RetryRule(
        attempts: UInt16(attempts), backoff: 0, backoffLimit: 0, jitter: 0, elsewhere: attempts > 1)
      if let ask {
        let copies = (0..<ask.count).map { TaskID(UInt64(tasks.count + row * ask.count + $0 + 1)) }
        task.ask = Ask(ask.rule, copies: copies, first: ask.first, doubt: ask.doubt)
      }
      return Workload.Arrival(at: Instant(saturatedProduct(Int64(place), gap)), tasks: [task])
    }
  }
}

/// ``BallotRule`` as it is written.
enum BallotRuleName: String, CaseIterable, Sendable {
  case race, majority, weighted, condorcet

  var rule: BallotRule {
    switch self {
    case .race: .race
    case .majority: .majority
    case .weighted: .weighted
    case .condorcet: .condorcet
    }
  }
}
