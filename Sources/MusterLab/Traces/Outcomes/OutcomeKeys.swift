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
  func arrivals(_ tasks: [Task], seed: UInt64) -> [Workload.Arrival] {
    var order = rows(of: tasks.count)
    var random = Random(seed: seed, stream: 0x0DE5)
    random.shuffle(&order)
    return order.prefix(limit).enumerated().map { place, row in
      var task = tasks[row]
      task.retry = RetryRule(
        attempts: UInt16(attempts), backoff: 0, backoffLimit: 0, jitter: 0, elsewhere: attempts > 1)
      return Workload.Arrival(at: Instant(saturatedProduct(Int64(place), gap)), tasks: [task])
    }
  }
}
