import AsyncHTTPClient
import Logging

/// What outlives a term of leadership: the process's own things.
struct Edge: Sendable {
  let connections = Connections()
  let keys = KeyRing()
  let counters = ShellCounters()
  let metrics = MetricsRegistry()
  let client: HTTPClient
  let logger: Logger
  let requiresAuth: Bool
  let limiter: RateLimiter?
  /// Tells people something on standard error.
  let say: @Sendable (String) -> Void
  let onFenced: @Sendable () -> Void
}
