import MusterMath

/// When and how often a failed task is tried again.
@frozen public struct RetryRule: Hashable, Sendable {
  /// Wait before the second try; it doubles with each further one.
  public var backoff: Nanoseconds
  /// The longest wait.
  public var backoffLimit: Nanoseconds
  /// Share of the wait that is drawn at random, 0...1, so that tasks that failed together do not return together.
  public var jitter: Float
  /// Tries in all, at least 1.
  public var attempts: UInt16
  /// Whether an agent that failed the task, let its lease lapse or left with it is passed over for the next tries,
  /// for as long as another could take the task. Members of gangs do without.
  public var elsewhere: Bool

  @inlinable public init(
    attempts: UInt16 = 3, backoff: Nanoseconds = 1_000_000_000, backoffLimit: Nanoseconds = 60_000_000_000,
    jitter: Float = 0.5, elsewhere: Bool = false
  ) {
    self.attempts = attempts
    self.backoff = backoff
    self.backoffLimit = backoffLimit
    self.jitter = jitter
    self.elsewhere = elsewhere
  }

  /// One try, no wait.
  @inlinable public static var once: RetryRule {
    RetryRule(attempts: 1, backoff: 0, backoffLimit: 0, jitter: 0)
  }

  /// The wait after `failures` failed tries of a task. The jitter is a function of the seed, the task and the
  /// try, so that a replay waits as long as the run did.
  @inlinable public func wait(afterFailures failures: Int, of task: TaskID, seed: UInt64) -> Nanoseconds {
    guard failures > 0, backoff > 0 else { return 0 }
    let doublings = min(failures - 1, 40)
    let full = min(Double(backoff) * Double(UInt64(1) << UInt64(doublings)), Double(backoffLimit))
    let draw = Mix.unit(Mix.hash(seed, task.rawValue, UInt64(failures)))
    // `Double(Int64.max)` is 2^63, one more than fits.
    return Nanoseconds(min(full * (1 - Double(jitter) * draw), 0x1p62))
  }
}
