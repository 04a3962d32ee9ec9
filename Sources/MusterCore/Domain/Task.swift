/// One piece of work that somebody wants done. A value: what happens to it is the engine's to know.
public struct Task: Sendable, Equatable {
  public var id: TaskID
  public var tenant: TenantID
  public var kind: KindID
  public var demand: Demand
  /// What success is worth to the caller, in reward units; an outcome without a reward of its own counts this.
  public var value: Double
  /// Higher goes first and may displace lower.
  public var priority: Int16
  /// It expires, wherever it is, when this has passed.
  public var deadline: Instant
  /// How long it may wait to be placed after it became ready. Zero: one attempt, rejected when it fails.
  public var patience: Nanoseconds
  /// The most that all its tries together may cost, in micro-dollars.
  public var budget: Int64
  public var retry: RetryRule
  public var gang: GangID
  /// How many tasks the gang has; the engine fills it in when the batch is submitted.
  public internal(set) var gangSize: Int32 = 1
  public var inputTokens: Int32
  /// The most output tokens that it may produce: bounds what it can cost.
  public var outputTokenLimit: Int32
  /// The longest that one try may run: bounds what it can cost.
  public var timeLimit: Nanoseconds
  public var footprint: Footprint
  /// Tasks that must succeed first.
  public var dependencies: [TaskID]
  public var features: [Float]
  /// What its text says, as hashes of words and phrases, most telling first; see `TextTerms` of MusterPolicy. Empty
  /// where nobody looks at texts. At most ``termLimit``.
  public var terms: [UInt32] = []
  /// The blocks of its prompt from the start, each as a hash of itself and all before it: tasks with the same numbers
  /// in front share that prefix, and an endpoint that served one may spare the work for the other. Empty where nobody
  /// looks at them. At most ``prefixLimit``.
  public var prefix: [UInt32] = []
  /// A second submission with the same key and tenant is the same task.
  public var idempotencyKey: String?
  /// Where the work itself is; the engine never looks inside.
  public var payload: String?

  /// How it is put to several agents at once; nil for one agent, as usual. A task that asks several is never leased
  /// itself: its runs are.
  public var ask: Ask?
  /// For a run of a ballot: the task that it is a run of. The engine fills it in.
  public internal(set) var ballot: TaskID?

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
    self.footprint = footprint
    self.dependencies = dependencies
    self.features = features
    self.idempotencyKey = idempotencyKey
    self.payload = payload
  }

  /// The most that one try at this price can cost, in micro-dollars.
  @inlinable public func quote(at price: Price) -> Int64 {
    price.quote(
      inputTokens: Int64(inputTokens), outputTokens: Int64(outputTokenLimit),
      duration: timeLimit == Task.forever ? 0 : timeLimit)
  }
}
