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
}

/// The order in which the tasks of such a trace come under a seed, and the rule for trying again.
struct OutcomeOrder: Sendable {
  var attempts: Int
  /// Time between two tasks.
  var gap: Nanoseconds
  var limit: Int

  /// - Parameter longest: the longest run of any agent on any task.
  init(_ spec: TraceSpec, longest: Nanoseconds) throws(TraceSpecError) {
    attempts = try spec.value(OutcomeKeys.attempts)
    limit = try spec.value(OutcomeKeys.limit) ?? .max
    // With more tries the longest run comes that often, at worst.
    let tries = saturatedProduct(longest, Int64(attempts))
    gap =
      try spec.value(OutcomeKeys.gap).map(saturatedNanoseconds)
      ?? (Instant(tries) + 1_000_000_000).nanoseconds
  }

  /// One arrival for each task, in random order.
  func arrivals(_ tasks: [Task], seed: UInt64) -> [Workload.Arrival] {
    var order = Array(tasks.indices)
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
