import MusterCore

/// A program that is to be run once for one lease.
public struct ProgramCall: Sendable {
  /// The program and its arguments; no shell in between. A name without a slash is looked for in `PATH`.
  public var command: [String]
  /// All variables that it sees.
  public var environment: [String: String]
  /// Its standard input.
  public var input: [UInt8]
  /// The most that it may write to standard output, in bytes: more ends it.
  public var outputLimit = 1 << 20
  /// How much is kept of the end of standard error, in bytes.
  public var complaintLimit = 4096
  /// It is ended after this; nil for never.
  public var timeout: Nanoseconds?
  /// How long it may take to end when it is asked to (SIGTERM), before it is killed.
  public var grace: Nanoseconds = 5_000_000_000

  public init(command: [String], environment: [String: String], input: [UInt8], timeout: Nanoseconds? = nil) {
    self.command = command
    self.environment = environment
    self.input = input
    self.timeout = timeout
  }
}

/// How a program ended.
public struct ProgramEnd: Sendable, Equatable {
  public enum Way: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It took longer than it may.
    case timedOut
    /// It was asked to end from here.
    case stopped
    /// It wrote more than it may.
    case tooMuchOutput
    /// It could not be started; why.
    case notStarted(String)
  }

  public var way: Way
  /// Standard output.
  public var output: [UInt8] = []
  /// The end of standard error.
  public var complaint: [UInt8] = []
}
