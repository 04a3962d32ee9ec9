import MusterCore

/// One lease as a driver gets it: all that is needed to do the work, without a look at the state.
public struct Work: Sendable {
  public let lease: LeaseID
  public let task: TaskID
  public let agent: AgentID
  public let agentName: String
  public let tenant: String
  public let kind: String
  /// Which try this is, from 1.
  public let attempt: Int
  /// How much of the task's allowance to use, 0...1.
  public let effort: Double
  /// How much work it allows, beyond that share.
  public let allowance: Allowance
  /// The probability with which the agent was chosen; NaN when it has no closed form.
  public let propensity: Double
  /// The lease lapses then, unless renewed.
  public let until: Instant
  public let deadline: Instant
  /// Reserved for it, in micro-dollars.
  public let reserve: Int64
  /// Bytes as they were submitted; empty for work that is with its caller.
  public let input: [UInt8]
  public let traceparent: String?
}

/// Carries leases to agents of one kind. What it does is an effect: the facts are durable when it is called, and a
/// call may be repeated after a crash.
public protocol AgentDriver: Sendable {
  /// Begins the work of a lease. Does not wait for it.
  func dispatch(_ work: Work)
  /// The lease is no longer the agent's.
  func recall(_ lease: LeaseID, of task: TaskID, from agent: AgentID)
}
