/// What a note of the server in the log is about. The raw values are a promise to logs already written.
public enum NoteTag: UInt8, Sendable, CaseIterable {
  /// Of a task: what was submitted beside the engine's own fields, see ``TaskExtras``.
  case extras = 1
  /// Of a task: what the successful try gave back, bytes as they came.
  case output = 2
  /// Of a task: what its last failed try said, UTF-8.
  case failure = 3
  /// Of a task: the log position up to which its webhook has been told, as a varint.
  case webhookDelivered = 4
  /// Of an API key: see ``APIKey``.
  case apiKey = 5
  /// Of an API key: it no longer opens anything.
  case apiKeyRevoked = 6
  /// Of an agent: how it is driven, see ``AgentDriverKind``.
  case agentDriver = 7
  /// Of a task: a success was reported and its verdict is awaited, see ``HeldReport``.
  case held = 8
  /// Of a task: what its verifier said last, see ``TaskVerdict``.
  case verdict = 9
  /// Of a task: when its agent answered, where its report came later: the lease and the instant, see ``HeldReport``.
  case answered = 10
}

/// How work reaches an agent.
public enum AgentDriverKind: UInt8, Sendable, CaseIterable {
  /// It asks for work over HTTP, and goes on working when the server restarts.
  case pull = 0
  /// The server calls it, runs it or makes it up: its work ends with the server's process.
  case configured = 1
}
