import MusterCore

/// One change in the life of a task, as callers see it.
public struct TaskEvent: Sendable, Equatable {
  /// What changed.
  public enum Kind: UInt8, Sendable, CaseIterable {
    case submitted, leased, started, revoked, attemptFailed, retried
    case succeeded, failed, cancelled, expired, rejected
    case feedback
    /// An agent answered, and the verdict is awaited: the output is provisional.
    case answered

    /// Its name in the API.
    public var name: String {
      switch self {
      case .attemptFailed: "attempt_failed"
      default: "\(self)"
      }
    }

    /// Whether the task's life is over with it.
    public var isEnd: Bool { (Kind.succeeded.rawValue...Kind.rejected.rawValue).contains(rawValue) }

    init(_ end: End) {
      switch end {
      case .succeeded: self = .succeeded
      case .failed: self = .failed
      case .cancelled: self = .cancelled
      case .expired: self = .expired
      case .rejected: self = .rejected
      }
    }
  }

  /// The log position of the fact: rises along a task's life, and names the event for a resumed stream.
  public let position: UInt64
  public let at: Instant
  public let kind: Kind
  /// The lease that it is about, or none.
  public let lease: LeaseID
  /// The agent that it is about; zero for none.
  public let agent: AgentID
}
