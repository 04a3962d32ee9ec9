import MusterStore

/// What every log must do, whatever it keeps its records in.
///
/// Uses only the protocol. Run all of it with `check(make:reopen:)`, or each of `checks` as a test of its own.
public enum LogConformance {
  /// Makes a new, empty log.
  public typealias Make = @Sendable () async throws -> any Log

  /// Closes a log and opens it again, as a new process would.
  public typealias Reopen = @Sendable (any Log) async throws -> any Log

  /// Every check, in the order in which a new log will meet them.
  public static let checks: [LogCheck] = records + fencing + snapshots + dropping

  /// Runs every check, each on a log of its own. Throws the first failure.
  ///
  /// - Parameter reopen: nil for a log that does not outlive its process.
  public static func check(make: @escaping Make, reopen: Reopen? = nil) async throws {
    for check in checks { try await check.run(make: make, reopen: reopen) }
  }
}

/// One thing that every log must do.
public struct LogCheck: Sendable, CustomStringConvertible {
  /// What the log must do.
  public let description: String

  private let body: @Sendable (LogSubject) async throws -> Void

  init(_ description: String, _ body: @escaping @Sendable (LogSubject) async throws -> Void) {
    self.description = description
    self.body = body
  }

  /// Runs the check on a new log. Throws `LogCheckFailure`, or what the log threw where it should not have.
  public func run(make: LogConformance.Make, reopen: LogConformance.Reopen? = nil) async throws {
    do {
      try await body(LogSubject(log: try await make(), reopen: reopen))
    } catch {
      throw LogCheckFailure(check: description, found: "\(error)")
    }
  }
}

/// A log that does not do what every log must.
public struct LogCheckFailure: Error, CustomStringConvertible {
  public let check: String
  public let found: String

  public var description: String { "not so: \(check): \(found)" }
}
