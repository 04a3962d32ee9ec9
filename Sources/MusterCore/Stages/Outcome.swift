/// What came back from a decision: what policies learn from.
public struct Outcome: Sendable, Equatable {
  public var decision: DecisionID
  public var task: TaskID
  public var kind: KindID
  public var tenant: TenantID
  public var agent: AgentID
  /// Row of the agent in the pool's columns.
  public var agentRow: Int
  public var succeeded: Bool
  public var reward: Double
  /// Micro-dollars.
  public var cost: Int64
  /// From the lease to the report.
  public var duration: Nanoseconds
  /// The probability with which the agent was chosen; NaN when unknown.
  public var propensity: Double
  /// How many turns the try took; nil where nobody counted.
  public var turns: Int32?
  /// How much work its lease allowed.
  public var allowance: Allowance
  /// For a run of a ballot, the task that it is a run of.
  public var ballot: TaskID?
  /// For a run of a ballot that is decided: whether its answer is the one that won. It comes late, as a correction
  /// with the reward that the run was counted with before; nil for every other word about a decision.
  public var agreement: Bool?
  /// What success is worth to the caller: ``Task/value``.
  public var value: Double
  public var inputTokens: Int32
  public var outputTokens: Int32
  /// What graders said of the work, if anything.
  public var grades: [Grade]
  /// True for late or corrected feedback: `reward` then replaces what this decision brought before.
  public var isCorrection: Bool
  /// How sure a verifier was of the answer, 0...1; nil where none graded it.
  public var confidence: Double?
  /// The pair features seen at the decision, if the policy recorded any: what ``Policy/recall(_:features:)`` was
  /// told. Filled in by the policy for its stages, each of which sees its own.
  public var features: [Float]
  /// What this decision was counted with before, as far as the policy remembers; nil for the first word about it.
  public var replaces: Double?

  public init(
    decision: DecisionID, task: TaskID, kind: KindID, tenant: TenantID, agent: AgentID, agentRow: Int,
    succeeded: Bool, reward: Double, cost: Int64, duration: Nanoseconds, propensity: Double = .nan,
    isCorrection: Bool = false, features: [Float] = [], replaces: Double? = nil, turns: Int32? = nil,
    allowance: Allowance = .none, ballot: TaskID? = nil, agreement: Bool? = nil,
    confidence: Double? = nil,
    value: Double = 1, inputTokens: Int32 = 0, outputTokens: Int32 = 0, grades: [Grade] = []
  ) {
    self.decision = decision
    self.task = task
    self.kind = kind
    self.tenant = tenant
    self.agent = agent
    self.agentRow = agentRow
    self.succeeded = succeeded
    self.reward = reward
    self.cost = cost
    self.duration = duration
    self.propensity = propensity
    self.value = value
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.grades = grades
    self.isCorrection = isCorrection
    self.confidence = confidence
    self.features = features
    self.replaces = replaces
    self.turns = turns
    self.allowance = allowance
    self.ballot = ballot
    self.agreement = agreement
  }
  /// Whether it failed at the limit of its turns, so that it might have taken more.
  public var isCutShort: Bool {
    guard !succeeded, let turns, let limit = allowance.turns?.limit else { return false }
    return turns >= limit
  }
}
