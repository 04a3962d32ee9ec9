import MusterCore
import MusterMath

/// How long to wait before a webhook is tried again.
struct WebhookBackoff: Sendable {
  var first: Nanoseconds = 1_000_000_000
  var longest: Nanoseconds = 300_000_000_000

  /// The wait after so many failed tries: it doubles each time, up to the longest, and the second half of it is
  /// drawn by the task and the try, so that receivers that were down are not called all at once.
  func wait(afterFailures failures: Int, of task: UInt64) -> Nanoseconds {
    let doublings = min(max(failures - 1, 0), 30)
    let full = min(Double(first) * Double(1 << doublings), Double(longest))
    return Nanoseconds(full * (0.5 + 0.5 * Mix.unit(Mix.hash(task, UInt64(max(failures, 0))))))
  }
}
