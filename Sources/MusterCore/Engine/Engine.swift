import MusterMath

/// The state of a pool and its work, as a value.
///
/// ``decide(_:at:into:)`` says which facts follow from a request and changes nothing; ``apply(_:)`` takes a fact
/// in. There is no clock, no I/O, no lock and no hash order in it: the same requests give the same facts, bit for
/// bit, and the state after recovery is what the same facts say.
///
/// Time never runs backwards in here: an instant before the latest fact counts as the latest fact's.
public struct Engine: Sendable {
  public internal(set) var configuration: EngineConfiguration
  public internal(set) var vocabulary = Vocabulary()
  public internal(set) var tasks = TaskTable()
  public internal(set) var pool = Pool()
  public internal(set) var tenants = TenantTable()
  /// The time of the latest fact.
  public internal(set) var now = Instant(.min)

  var nextLease: UInt64 = 1
  var nextDecision: UInt64 = 1
  var readySequence: UInt64 = 0
  var endSequence: UInt64 = 0
  /// Totals since the beginning, for people and for checks.
  public internal(set) var totals = Totals()

  // Derived: rebuilt after recovery from what is above.
  var shapes = ShapeTable()
  /// How many shapes there may be before those that are no longer needed are forgotten.
  var shapeLimit = Engine.leastShapeLimit
  var queue = ReadyQueue()
  /// Number of the round of batches that was lent last.
  var round: UInt64 = 0
  var timers = TimerHeap()
  var gangs = GangTable()
  var keys: [String: TaskID] = [:]
  /// First lease (task row) of each agent, -1 for none.
  var firstOnAgent: [Int32] = []
  var openings = Openings()
  /// The leases in force, those of gangs left out; empty where nothing is displaced.
  var displaceable = PriorityCounts()

  /// Never set. A value with an existential in it is handed to functions by address; without one, every call of a method
  /// that only looks would move the whole engine, a kilobyte, to the callee.
  private let byAddress: (any Sendable)? = nil

  public init(_ configuration: EngineConfiguration = EngineConfiguration()) {
    self.configuration = configuration
  }

  /// When the next timer falls due; a driver sends ``Request/tick`` then.
  public var nextDue: Instant? { timers.first.map { max($0.due, now) } }

  /// How many tasks are ready to be placed (a gang counts once).
  public var readyCount: Int { queue.live }

  /// Decides a request and takes its facts in.
  /// - Parameter facts: the facts are appended here, to be made durable.
  public mutating func perform(_ request: Request, at instant: Instant, into facts: inout [Fact])
    throws(EngineError)
  {
    let first = facts.count
    try decide(request, at: instant, into: &facts)
    for index in first..<facts.count { try apply(facts[index]) }
  }

  /// The instant that counts: no earlier than the latest fact.
  func clamp(_ instant: Instant) -> Instant { max(instant, now) }
}

/// Counts since the beginning.
public struct Totals: Sendable, Equatable {
  public internal(set) var facts: UInt64 = 0
  public internal(set) var submitted: UInt64 = 0
  /// By ``End``.
  public internal(set) var ended = SIMD8<UInt64>.zero
  public internal(set) var leases: UInt64 = 0
  public internal(set) var revocations: UInt64 = 0
  public internal(set) var preemptions: UInt64 = 0
  public internal(set) var ignoredReports: UInt64 = 0
  /// Micro-dollars.
  public internal(set) var spent: Int64 = 0
  public internal(set) var overrun: Int64 = 0
  public internal(set) var movedMiB: Double = 0

  public init() {}

  public func ended(_ end: End) -> UInt64 { ended[Int(end.rawValue)] }
}
