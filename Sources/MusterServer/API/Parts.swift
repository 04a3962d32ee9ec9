import Logging
import MusterCore

/// What the routes work with.
struct Parts: Sendable {
  let shell: Shell
  let hub: EventHub
  let pullDesk: PullDesk
  let callers: CallerDesk
  let connections: Connections
  let logger: Logger
  /// Watches the agents; nil where nobody is watched.
  var ward: HealthWard?
  /// Reads what tasks say; nil where the policy does not look at texts.
  var texts: TextReader?
  /// Has answers judged; nil where no rule asks for it.
  var verifier: Verifier?
  var bodyLimit = 8 << 20
  /// The longest that a request may wait for news.
  var longestWait: Nanoseconds = 60_000_000_000
  /// Whether a webhook may be told to this address.
  var webhookCheck: @Sendable (String) throws -> Void = { _ in }
}
