/// Anything that takes work: a model endpoint, an A2A agent, a worker process, a cluster node.
public struct Agent: Sendable, Equatable {
  public var id: AgentID
  /// For people; unique by convention, not by rule.
  public var name: String
  public var role: RoleID
  public var capacity: Resources
  /// How many devices (GPUs) it has, all of one model, at most ``Devices/limit``.
  public var deviceCount: UInt8
  /// Interned device model, below 64.
  public var deviceModel: UInt8
  public var skills: SkillSet
  /// How many tasks at once, at least 1.
  public var concurrency: Int32
  public var price: Price
  /// Work done in a second, relative to an agent of speed 1; above zero.
  public var speed: Double
  /// The most that may be spent on it in all, in micro-dollars.
  public var budget: Int64
  public var features: [Float]
  /// Whether silence means anything: false for agents without a voice of their own, such as model endpoints, which
  /// are never suspected for it. Fixed while the agent is in the pool.
  public var isWatched = true
  /// When it leaves, as announced; ``Instant/never`` where nothing is. Work is not taken away for it: it is there for
  /// policies that would rather not begin what would not end in time.
  public var leavesAt = Instant.never

  public init(
    id: AgentID, name: String = "", role: RoleID = RoleID(0), capacity: Resources = .zero,
    deviceCount: UInt8 = 0,
    deviceModel: UInt8 = 0, skills: SkillSet = .none, concurrency: Int32 = .max, price: Price = .free,
    speed: Double = 1, budget: Int64 = Task.unlimited, features: [Float] = []
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.capacity = capacity
    self.deviceCount = deviceCount
    self.deviceModel = deviceModel
    self.skills = skills
    self.concurrency = concurrency
    self.price = price
    self.speed = speed
    self.budget = budget
    self.features = features
  }
}

/// Where an agent stands with the pool.
public enum AgentStatus: UInt8, Sendable, Equatable, CaseIterable {
  /// Takes work.
  case active
  /// Finishes what it has, takes no more.
  case draining
  /// Missed heartbeats: takes no more until it is heard of again.
  case suspected
  /// Gone; it may come back.
  case left
}
