import MusterStore

/// A log under a check, and the questions that checks put to it.
struct LogSubject: Sendable {
  let log: any Log
  let reopen: LogConformance.Reopen?

  /// Runs the same expectations now, and again after the log was reopened if it can be.
  func nowAndReopened(_ body: (any Log) async throws -> Void) async throws {
    try await body(log)
    if let reopen { try await body(try await reopen(log)) }
  }

  /// Appends batches one after the other at the end. Returns the end.
  @discardableResult
  func append(_ batches: [[UInt8]]...) async throws -> LogPosition {
    var end = try await log.end
    for batch in batches { end = try await log.append(batch, expecting: end) }
    return end
  }
}

extension Log {
  /// Every record from a position on.
  func all(from position: LogPosition = .zero, chunk: Int = 1024) async throws -> [LogRecord] {
    var all: [LogRecord] = []
    for try await record in records(from: position, chunk: chunk) { all.append(record) }
    return all
  }
}

/// Says what was found where something else was expected.
struct Unexpected: Error, CustomStringConvertible {
  let description: String
}

/// What the checks are written with.
extension LogConformance {
  static func expect<Value: Equatable>(_ found: Value, is expected: Value, _ what: String) throws {
    guard found != expected else { return }
    throw Unexpected(description: "\(what): found \(brief(found)), expected \(brief(expected))")
  }

  static func expect(error expected: LogError, _ what: String, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let found as LogError {
      return try expect(found, is: expected, what)
    }
    throw Unexpected(description: "\(what): found success, expected the error: \(expected)")
  }

  /// A record of some bytes that differ by seed and place.
  static func bytes(_ seed: Int, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 31) &+ (seed &* 17) &+ ($0 >> 8)) }
  }

  /// Records numbered from `start`.
  static func numbered(_ start: Int, count: Int) -> [LogRecord] {
    (start..<start + count).map {
      LogRecord(position: LogPosition(UInt64($0)), bytes: bytes($0, count: $0 % 50))
    }
  }

  private static func brief<Value>(_ value: Value) -> String {
    let text = "\(value)"
    return text.count <= 200 ? text : "\(text.prefix(200))… (\(text.count) characters)"
  }
}
