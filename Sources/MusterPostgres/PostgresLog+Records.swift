import MusterStore

extension PostgresLog {
  public var first: LogPosition {
    get async throws(LogError) { try await span().first }
  }

  public var end: LogPosition {
    get async throws(LogError) { try await span().end }
  }

  public func read(from position: LogPosition, limit: Int) async throws(LogError) -> [LogRecord] {
    try await reader.perform("read") { [memory] session in
      try memory.settle(session)
      return try RecordWindow(session, from: position, limit: limit).records
    }
  }

  /// The ends of the log, in one consistent look.
  private func span() async throws(LogError) -> (first: LogPosition, end: LogPosition) {
    try await reader.perform("read") { [memory] session in
      try memory.settle(session)
      let span = try Span.read(session)
      return (span.first.logPosition, span.end.logPosition)
    }
  }
}
