/// What the world asks of the engine. Deciding one either gives facts or throws an ``EngineError``; it never
/// does half of it.
public enum Request: Sendable {
  /// Make a name known (idempotent).
  case define(NameSpace, String)
  /// Set a tenant's terms. A tenant that was never set has weight 1 and no budget.
  case setTenant(Tenant)

  indirect case submit(Task)
  /// All of them or none. Tasks may depend on each other in any order of the list; gangs come whole.
  case submitAll([Task])
  case cancel(TaskID)
  /// Ask the reserve of a task that asks several, beside the runs that are out; see ``Ask``.
  case askReserve(TaskID)

  /// Join the pool, or come back to it.
  indirect case join(Agent)
  /// Change what an agent offers. Work that no longer fits goes back to the queue.
  indirect case change(Agent)
  case drain(AgentID)
  /// Go, now: what it was doing goes back to the queue.
  case leave(AgentID)
  case heartbeat(AgentID)
  /// Give the agent at most `limit` tasks at once for now, whatever its own concurrency: 0 for none, `.max` for no
  /// limit. Nothing that it has is taken back. It holds until it is changed or the agent joins again after it left.
  case throttle(AgentID, limit: Int32)

  /// Lease a ready task to an agent, as a policy chose.
  indirect case assign(Assignment)
  /// Lease a whole gang, or none of it.
  case assignGang([Assignment])
  /// Offered to a policy and not placed: a task out of patience is rejected.
  case passOver(TaskID)
  /// Make room for a task by displacing work of lower priority at the least cost of moving it.
  case preempt(TaskID)

  /// The agent has begun.
  case start(LeaseID, TaskID)
  /// The agent is still at it: the lease holds for another term.
  case renew(LeaseID, TaskID)
  case report(Report)
  /// What the outcome turned out to be worth, told late or corrected.
  case feedback(TaskID, reward: Double)

  /// Keep something in the log beside the engine's own facts: a payload, an output, a key's hash. The engine never
  /// looks inside; what subject, tag and bytes mean is the driver's. At most ``Engine/noteLimit`` bytes.
  case note(subject: UInt64, tag: UInt8, bytes: [UInt8])

  /// Time has passed: expire, retry, suspect whatever is due.
  case tick
}

/// A policy's choice of an agent for a task.
public struct Assignment: Sendable, Equatable {
  public var task: TaskID
  public var agent: AgentID
  /// Devices to take; nil lets the engine choose by best fit.
  public var devices: DeviceMask?
  public var decision: DecisionID
  /// The probability with which this agent was chosen; NaN when it has no closed form.
  public var propensity: Double
  /// The score that the choice had.
  public var score: Double
  /// How much of the task's allowance to use, 0...1.
  public var effort: Double
  /// How much work to allow, beyond the share.
  public var allowance: Allowance
  /// How the choice came about, when that is recorded.
  public var explanation: Explanation?

  public init(
    task: TaskID, agent: AgentID, devices: DeviceMask? = nil, decision: DecisionID = DecisionID(0),
    propensity: Double = 1, score: Double = 0, effort: Double = 1, allowance: Allowance = .none,
    explanation: Explanation? = nil
  ) {
    self.task = task
    self.agent = agent
    self.devices = devices
    self.decision = decision
    self.propensity = propensity
    self.score = score
    self.effort = effort
    self.allowance = allowance
    self.explanation = explanation
  }
}

/// Why a choice was made: what `muster why` prints and what off-policy evaluation weighs.
public struct Explanation: Sendable, Equatable {
  /// How many agents could have been chosen, listed or not.
  public var candidateCount: Int
  /// The best candidates, best first.
  public var agents: [AgentID]
  /// Their scores, in the same order.
  public var scores: [Float]
  /// The pair features seen for the chosen agent, if the policy looks at any.
  public var features: [Float]

  public init(candidateCount: Int, agents: [AgentID], scores: [Float], features: [Float] = []) {
    self.candidateCount = candidateCount
    self.agents = agents
    self.scores = scores
    self.features = features
  }
}

/// How a try ended, as the agent tells it.
public struct Report: Sendable, Equatable {
  public var lease: LeaseID
  public var task: TaskID
  public var succeeded: Bool
  /// False: trying again is pointless.
  public var retryable: Bool
  /// What the outcome is worth; nil counts the task's value for a success and 0 for a failure.
  public var reward: Double?
  /// What it cost, in micro-dollars; nil charges by the agent's price and the time it ran. A run that was called off
  /// is charged for what it says that it had cost, and for nothing where it says nothing.
  public var cost: Int64?
  /// Output tokens produced, for the price.
  public var outputTokens: Int32
  /// How sure a verifier is that the answer is right, 0...1; nil where none graded it. It is kept in the log and
  /// changes nothing else: ``Orchestrator/keeps(_:of:confidence:)`` is asked before the report is made.
  public var confidence: Double?
  /// How many turns it took; nil where nobody counted.
  public var turns: Int32?
  /// For a run of a ballot: what it answered, as keys; two answers are the same if their keys are. One, or a ranking
  /// with the best first; at most ``answerLimit``.
  public var answers: [UInt64]

  /// How many ``answers`` a report may have.
  public static let answerLimit = 64

  /// What graders said of the work, each name once. Kept with the end of the task; those of a try that will be
  /// tried again are not.
  public var grades: [Grade]

  public init(
    lease: LeaseID, task: TaskID, succeeded: Bool, retryable: Bool = true, reward: Double? = nil,
    cost: Int64? = nil, outputTokens: Int32 = 0, turns: Int32? = nil, answers: [UInt64] = [],
    confidence: Double? = nil,
    grades: [Grade] = []
  ) {
    self.lease = lease
    self.task = task
    self.succeeded = succeeded
    self.retryable = retryable
    self.reward = reward
    self.cost = cost
    self.outputTokens = outputTokens
    self.confidence = confidence
    self.turns = turns
    self.answers = answers
    self.grades = grades
  }
}
