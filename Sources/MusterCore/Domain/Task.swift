/// One piece of work that somebody wants done. A value: what happens to it is the engine's to know.
public struct Task: Sendable, Equatable {
  public var id: TaskID
  public var tenant: TenantID
  public var kind: KindID
  /// What success is worth to the caller, in reward units; an outcome without a reward of its own counts this.
  public var value: Double
  /// It expires, wherever it is, when this has passed.
  public var deadline: Instant
  /// How long it may wait to be placed after it became ready. Zero: one attempt, rejected when it fails.
  public var patience: Nanoseconds
  /// The most that all its tries together may cost, in micro-dollars.
  public var budget: Int64
  /// Higher goes first and may displace lower.
  public var priority: Int16
  public var demand: Demand
  public var retry: RetryRule
  public var gang: GangID
  /// How many tasks the gang has; the engine fills it in when the batch is submitted.
  public internal(set) var gangSize: Int32 = 1
  public var inputTokens: Int32
  /// The most output tokens that it may produce: bounds what it can cost.
  public var outputTokenLimit: Int32
  /// The longest that one try may run: bounds what it can cost.
  public var timeLimit: Nanoseconds
  /// What few tasks have: footprint, dependencies, texts and the like.
  var extras = TaskExtras()

  /// How many ``terms`` a task may have.
  public static let termLimit = 4096
  /// How many blocks of its ``prefix`` a task may have.
  public static let prefixLimit = 4096
  /// No bound on money.
  public static let unlimited = Int64.max
  /// No bound on time.
  public static let forever = Nanoseconds.max

  public init(
    id: TaskID, tenant: TenantID = TenantID(0), kind: KindID = KindID(0), demand: Demand = Demand(),
    value: Double = 1, priority: Int16 = 0, deadline: Instant = .never, patience: Nanoseconds = Task.forever,
    budget: Int64 = Task.unlimited, retry: RetryRule = RetryRule(), gang: GangID = .none,
    inputTokens: Int32 = 0,
    outputTokenLimit: Int32 = 0, timeLimit: Nanoseconds = 0, footprint: Footprint = .none,
    dependencies: [TaskID] = [], features: [Float] = [], idempotencyKey: String? = nil, payload: String? = nil
  ) {
    self.id = id
    self.tenant = tenant
    self.kind = kind
    self.demand = demand
    self.value = value
    self.priority = priority
    self.deadline = deadline
    self.patience = patience
    self.budget = budget
    self.retry = retry
    self.gang = gang
    self.inputTokens = inputTokens
    self.outputTokenLimit = outputTokenLimit
    self.timeLimit = timeLimit
    extras = TaskExtras(
      footprint: footprint, dependencies: dependencies, features: features, idempotencyKey: idempotencyKey,
      payload: payload)
  }

  /// The most that one try at this price can cost, in micro-dollars.
  @inlinable public func quote(at price: Price) -> Int64 {
    price.quote(
      inputTokens: Int64(inputTokens), outputTokens: Int64(outputTokenLimit),
      duration: timeLimit == Task.forever ? 0 : timeLimit)
  }
}
