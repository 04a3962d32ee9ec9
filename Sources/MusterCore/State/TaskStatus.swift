/// Where a task is in its life. The first five can pass into each other; exactly one of the last five ends it.
public enum TaskStatus: UInt8, Sendable, Equatable, CaseIterable {
  /// Waits for its dependencies or for the rest of its gang.
  case submitted
  /// Waits for the time of its next try.
  case backingOff
  case ready
  /// Granted to an agent that has not begun.
  case leased
  case running
  case succeeded, failed, cancelled, expired, rejected

  @inlinable public var isEnded: Bool { rawValue >= TaskStatus.succeeded.rawValue }
  @inlinable public var holdsLease: Bool { self == .leased || self == .running }

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
