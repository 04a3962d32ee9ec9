/// The fixed settings of an engine. They belong to the state: a log replays under the settings it was written
/// with, so they are part of every snapshot.
public struct EngineConfiguration: Sendable, Equatable {
  /// Seeds every draw: tie order, jitter, sampling.
  public var seed: UInt64
  /// The most tasks that may be alive (not ended) at once.
  public var taskLimit: Int
  /// The most agents, those that left included.
  public var agentLimit: Int
  /// How many ended tasks are kept to be asked about; older ones are forgotten.
  public var retention: Int
  /// A lease lapses after this long without renewal; ``Task/forever`` for never.
  public var leaseTerm: Nanoseconds
  /// An agent is suspected after this long without a sign of life; ``Task/forever`` for never.
  public var suspectAfter: Nanoseconds
  /// A suspected agent has left after this much longer.
  public var leaveAfter: Nanoseconds
  /// The most ready tasks offered to a policy at once.
  public var batchLimit: Int
  public var preemption: Preemption
  /// How many candidates of each choice are recorded; zero records none.
  public var explainedCandidates: Int

  public init(
    seed: UInt64 = 0, taskLimit: Int = 1_000_000, agentLimit: Int = 100_000, retention: Int = 100_000,
    leaseTerm: Nanoseconds = Task.forever, suspectAfter: Nanoseconds = Task.forever,
    leaveAfter: Nanoseconds = Task.forever, batchLimit: Int = 256, preemption: Preemption = Preemption(),
    explainedCandidates: Int = 0
  ) {
    self.seed = seed
    self.taskLimit = taskLimit
    self.agentLimit = agentLimit
    self.retention = retention
    self.leaseTerm = leaseTerm
    self.suspectAfter = suspectAfter
    self.leaveAfter = leaveAfter
    self.batchLimit = batchLimit
    self.preemption = preemption
    self.explainedCandidates = explainedCandidates
  }
}

/// Whether and at what cost running work gives way to other work.
public struct Preemption: Sendable, Equatable {
  /// What gives way to what.
  public enum Rule: UInt8, Sendable, CaseIterable {
    /// Work to work of higher priority.
    case priority
    /// That, and among equals the work of a tenant above its fair share to that of a tenant below it: the one most
    /// above goes first, and it never comes to stand below the one that it makes room for (in the spirit of
    /// FastSwitch, 2411.18424). So no two tenants displace each other in turn.
    case fair
  }

  public var enabled: Bool
  /// MiB a second between agents, for the cost of moving.
  public var bandwidth: Double
  /// Pre-copy rounds.
  public var rounds: Int
  public var rule: Rule
  /// For so long after its lease began, work is not displaced for the sake of fairness.
  public var rest: Nanoseconds

  public init(
    enabled: Bool = false, bandwidth: Double = 1250, rounds: Int = 5, rule: Rule = .priority,
    rest: Nanoseconds = 0
  ) {
    self.enabled = enabled
    self.bandwidth = bandwidth
    self.rounds = rounds
    self.rule = rule
    self.rest = rest
  }
}
