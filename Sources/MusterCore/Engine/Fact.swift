/// Something that happened, and when. The state of an ``Engine`` is what its facts say.
public struct Fact: Sendable, Equatable {
  public var at: Instant
  public var event: Event
  @inlinable public init(at: Instant, _ event: Event) {
    self.at = at
    self.event = event
  }
}

/// The things that can happen. Adding a case means a new tag in ``FactCodec``; tags are never reused.
public enum Event: Sendable, Equatable {
  case defined(NameSpace, index: UInt32, name: String)
  case tenantSet(Tenant)

  indirect case agentJoined(Agent)
  indirect case agentChanged(Agent)
  case agentDraining(AgentID)
  case agentSuspected(AgentID)
  /// Heard of again.
  case agentCleared(AgentID)
  case agentLeft(AgentID, LeaveReason)
  case heartbeat(AgentID)
  /// At most so many tasks at once are given to the agent from now on; `.max` for no limit.
  case agentThrottled(AgentID, limit: Int32)

  indirect case submitted(Task)
  /// The wait before another try is over.
  case retried(TaskID)
  case leased(Lease)
  indirect case explained(DecisionID, TaskID, Explanation)
  case started(LeaseID, TaskID)
  case renewed(LeaseID, TaskID, until: Instant)
  /// A lease was taken back; its task waits again, and nothing was charged.
  case revoked(LeaseID, TaskID, RevokeReason, moving: MigrationCost)
  /// How sure a verifier was, 0...1, of the answer that the report at hand brought; the fact of what that report led
  /// to follows.
  case graded(LeaseID, TaskID, confidence: Double)
  /// A try failed and another will follow; `turns` is how many it took, as far as the agent said.
  case attemptFailed(LeaseID, TaskID, charge: Int64, retryAt: Instant, turns: Int32?)
  case ended(Ending)
  /// A run that was called off told what it had cost until then, in micro-dollars: charged as far as the budgets go.
  case settled(LeaseID, TaskID, charge: Int64, overrun: Int64)
  /// A report that changes nothing, kept for the record.
  case reportIgnored(LeaseID, TaskID, IgnoreReason)
  case feedback(TaskID, reward: Double)
  /// What a driver keeps in the log; it changes nothing but the count and the time of facts.
  indirect case noted(subject: UInt64, tag: UInt8, bytes: [UInt8])
}

/// The grant of a task to an agent.
public struct Lease: Sendable, Equatable {
  public var id: LeaseID
  public var task: TaskID
  public var agent: AgentID
  public var devices: DeviceMask
  /// It lapses at this instant unless renewed.
  public var until: Instant
  /// Reserved from the budgets of task, tenant and agent, in micro-dollars: it is there when the lease ends.
  public var reserve: Int64
  public var decision: DecisionID
  public var propensity: Double
  public var score: Double
  public var effort: Double
  /// How much work it allows, beyond the share.
  public var allowance: Allowance

  public init(
    id: LeaseID, task: TaskID, agent: AgentID, devices: DeviceMask, until: Instant, reserve: Int64,
    decision: DecisionID, propensity: Double, score: Double, effort: Double, allowance: Allowance = .none
  ) {
    self.id = id
    self.task = task
    self.agent = agent
    self.devices = devices
    self.until = until
    self.reserve = reserve
    self.decision = decision
    self.propensity = propensity
    self.score = score
    self.effort = effort
    self.allowance = allowance
  }
}

/// How a task's life ended. There is exactly one for each task.
public struct Ending: Sendable, Equatable {
  public var task: TaskID
  public var end: End
  public var reason: EndReason
  /// The lease it ended under, or ``LeaseID/none``.
  public var lease: LeaseID
  /// Charged for that lease, in micro-dollars: what it cost, as far as what was reserved and the budgets go.
  public var charge: Int64
  /// What the agent said it cost beyond that; the agent's loss, kept for the record.
  public var overrun: Int64
  public var reward: Double
  /// How many turns the try took, as far as the agent said.
  public var turns: Int32?
  /// What was answered, as keys; for a task that asked several, the answer that won.
  public var answers: [UInt64]
  /// The run whose answer a task that asked several ends with.
  public var winner: TaskID?
  public var outputTokens: Int32
  /// What graders said of the work.
  public var grades: [Grade]

  public init(
    task: TaskID, end: End, reason: EndReason, lease: LeaseID = .none, charge: Int64 = 0, overrun: Int64 = 0,
    reward: Double = 0, turns: Int32? = nil, answers: [UInt64] = [], winner: TaskID? = nil,
    outputTokens: Int32 = 0, grades: [Grade] = []
  ) {
    self.task = task
    self.end = end
    self.reason = reason
    self.lease = lease
    self.charge = charge
    self.overrun = overrun
    self.reward = reward
    self.turns = turns
    self.answers = answers
    self.winner = winner
    self.outputTokens = outputTokens
    self.grades = grades
  }
}

public enum End: UInt8, Sendable, Equatable, CaseIterable {
  case succeeded, failed, cancelled, expired, rejected
}

public enum EndReason: UInt8, Sendable, Equatable, CaseIterable {
  case reported
  /// Its last try failed, or failed in a way that trying again cannot mend.
  case attemptsExhausted
  case cancelledByCaller
  case dependencyFailed
  /// Another member of its gang ended without success.
  case gangFailed
  case deadlinePassed
  /// Nobody could take it within its patience.
  case notPlaced
  /// Its own budget cannot pay for another try.
  case budgetSpent
  /// Its last try's lease lapsed without a word from the agent.
  case leaseLapsed
  /// Its runs decided.
  case ballotDecided
  /// None of its runs came to an answer.
  case noAnswer
  /// The task that it was a run of is over without it, or needs it no more.
  case calledOff
}

extension EndReason {
  /// Whether the end follows from a report of the agent.
  @inlinable public var isAgentsWord: Bool {
    self == .reported || self == .attemptsExhausted || self == .budgetSpent
  }
}

public enum RevokeReason: UInt8, Sendable, Equatable, CaseIterable {
  case agentLeft
  /// The lease lapsed without renewal.
  case lapsed
  case preempted
  /// Another member of its gang lost its lease.
  case gangBroken
  case capacityShrunk
}

public enum LeaveReason: UInt8, Sendable, Equatable, CaseIterable {
  case asked
  /// Silent for too long.
  case silent
}

public enum IgnoreReason: UInt8, Sendable, Equatable, CaseIterable {
  /// The lease was taken back before the report came.
  case leaseLost
  /// The task had ended already.
  case taskEnded
}

extension Event {
  /// Whether a policy may learn something from it.
  var isLearnedFrom: Bool {
    switch self {
    case .graded, .attemptFailed, .ended, .revoked, .feedback: true
    default: false
    }
  }

  /// The lease that it ends, if it ends one.
  var endedLease: LeaseID? {
    switch self {
    case .ended(let ending): ending.lease == .none ? nil : ending.lease
    case .attemptFailed(let lease, _, _, _, _), .revoked(let lease, _, _, _): lease
    default: nil
    }
  }
}
