/// The records of a log as an asynchronous sequence that ends where the log ends when it gets there.
///
/// Reads in chunks; holds one chunk.
public struct LogRecords: AsyncSequence, Sendable {
  public typealias Element = LogRecord
  public typealias Failure = LogError

  let log: any Log
  let start: LogPosition
  let chunk: Int

  public func makeAsyncIterator() -> Iterator { Iterator(log: log, next: start, chunk: chunk) }

  /// Walks one log once.
  public struct Iterator: AsyncIteratorProtocol {
    let log: any Log
    var next: LogPosition
    let chunk: Int
    var held: [LogRecord] = []
    var index = 0

    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(LogError) -> LogRecord? {
      if index == held.count {
        held = try await log.read(from: next, limit: chunk)
        index = 0
      }
      guard index < held.count else { return nil }
      let record = held[index]
      index += 1
      next = record.position.advanced(by: 1)
      return record
    }

    public mutating func next() async throws(LogError) -> LogRecord? { try await next(isolation: nil) }
  }
}

extension Log {
  /// The records from `position` on, fetched `chunk` at a time (at least one).
  public func records(from position: LogPosition = .zero, chunk: Int = 1024) -> LogRecords {
    LogRecords(log: self, start: position, chunk: max(1, chunk))
  }
}
