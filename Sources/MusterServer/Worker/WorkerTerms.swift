import MusterCore

/// How a worker works.
public struct WorkerTerms: Sendable {
  /// The server's address.
  public var server: WebAddress
  /// The agent's name; one worker each.
  public var name: String
  public var key: Secret?
  public var skills: [String] = []
  public var concurrency = 1
  /// The kinds of task that it takes; empty for all.
  public var kinds: [String] = []
  /// The program and its arguments.
  public var command: [String]
  /// Statuses with which trying again is pointless.
  public var fatalExits: Set<Int32> = []
  /// A program that takes longer is ended; nil for never.
  public var timeout: Nanoseconds?
  /// The longest wait for work in one request.
  public var wait: Nanoseconds = 10_000_000_000
  /// The time between two signs of life.
  public var heartbeat: Nanoseconds = 4_000_000_000

  public init(server: WebAddress, name: String, command: [String]) {
    self.server = server
    self.name = name
    self.command = command
  }
}

/// Why a worker cannot work: one line for people.
public struct WorkerFailure: Error, CustomStringConvertible {
  public let description: String
}
