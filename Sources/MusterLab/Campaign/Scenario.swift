import MusterCore
import MusterMath

/// One run of the fault campaign: a small, hostile workload under a plan of faults. Everything follows from these
/// numbers, so that the text of a scenario reproduces its run.
public struct Scenario: Sendable, Equatable {
  public var seed: UInt64
  public var agents: Int
  public var tasks: Int
  public var tenants: Int
  /// A policy sentence.
  public var policy: String
  public var features: Features
  public var faults: FaultPlan

  /// Which parts of the engine the scenario exercises.
  public struct Features: OptionSet, Sendable, CaseIterable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let gangs = Features(rawValue: 1)
    public static let dependencies = Features(rawValue: 2)
    public static let deadlines = Features(rawValue: 4)
    public static let budgets = Features(rawValue: 8)
    public static let priorities = Features(rawValue: 16)
    public static let heartbeats = Features(rawValue: 32)
    public static let leaseTerms = Features(rawValue: 64)
    public static let devices = Features(rawValue: 128)
    /// Cancellations, drains, changes, late feedback.
    public static let script = Features(rawValue: 256)
    /// A short queue and a short memory for ended tasks.
    public static let tightLimits = Features(rawValue: 512)
    /// Agents throttled and let go again.
    public static let throttles = Features(rawValue: 1024)
    /// Tenants with floors.
    public static let floors = Features(rawValue: 2048)
    /// Tasks that are tried again elsewhere.
    public static let elsewhere = Features(rawValue: 4096)
    /// Tasks that ask several agents, and caps on turns and tries.
    public static let ballots = Features(rawValue: 8192)

    /// What came later is drawn from a stream of its own, so that a seed's scenario is otherwise what it was.
    static let late: Features = [.throttles, .floors, .elsewhere, .ballots]

    static let names: [(Features, String)] = [
      (.gangs, "gangs"), (.dependencies, "dependencies"), (.deadlines, "deadlines"), (.budgets, "budgets"),
      (.priorities, "priorities"), (.heartbeats, "heartbeats"), (.leaseTerms, "leases"),
      (.devices, "devices"),
      (.script, "script"), (.tightLimits, "limits"),
      (.throttles, "throttles"), (.floors, "floors"), (.elsewhere, "elsewhere"),
      (.ballots, "ballots"),
    ]
    public static var allCases: [Features] { names.map(\.0) }
  }

  public init(
    seed: UInt64, agents: Int, tasks: Int, tenants: Int, policy: String, features: Features, faults: FaultPlan
  ) {
    self.seed = seed
    self.agents = agents
    self.tasks = tasks
    self.tenants = tenants
    self.policy = policy
    self.features = features
    self.faults = faults
  }

  static let policies = [
    "feasible | best-fit | best", "feasible | random | best", "feasible | least-loaded | best",
    "feasible | fragmentation | best", "feasible | random | round-robin",
    "feasible | least-loaded | power-of-two",
    "feasible | fit-to-kind | sampled(temperature: 0.5)", "feasible | cheapest | top(3) | best",
    "feasible | sample(2) | fastest | best", "feasible | packing | best", "feasible | clustering | best",
    "feasible | dot-product | best", "feasible | most-loaded | best",
  ]

  /// The scenario of a seed.
  public static func random(seed: UInt64) -> Scenario {
    var random = Random(seed: seed, stream: 0x5CE0)
    let agents = 1 + random.below(8)
    var features: Features = []
    var lateRandom = Random(seed: seed, stream: 0x5CE1)
    for feature in Features.allCases {
      let isLate = Features.late.contains(feature)
      if isLate ? lateRandom.bernoulli(0.5) : random.bernoulli(0.5) { features.insert(feature) }
    }
    var faults: [Fault] = []
    for _ in 0..<random.below(7) { faults.append(randomFault(agents: agents, &random)) }
    var scenario = Scenario(
      seed: seed, agents: agents, tasks: 5 + random.below(56), tenants: 1 + random.below(3),
      policy: policies[random.below(policies.count)], features: features, faults: FaultPlan(faults))
    if features.contains(.ballots) { scenario.policy += " | turns(dynamic) | knapsack" }
    return scenario
  }

  private static func randomFault(agents: Int, _ random: inout Random) -> Fault {
    func milliseconds(_ limit: Int) -> Nanoseconds { Nanoseconds(random.below(limit)) * 1_000_000 }
    let at = Instant(milliseconds(60_000))
    let duration = milliseconds(30_000)
    func share() -> Double { Double(1 + random.below(10)) / 10 }
    switch random.below(8) {
    case 0: return Fault(.crash(agent: random.below(agents)), at: at, duration: duration)
    case 1:
      return Fault(
        .slowDown(agent: random.below(agents), factor: Double(2 + random.below(9))), at: at,
        duration: duration)
    case 2:
      return Fault(.flaky(agent: random.below(agents), probability: share()), at: at, duration: duration)
    case 3: return Fault(.partition(agent: random.below(agents)), at: at, duration: duration)
    case 4:
      return Fault(
        .lateReports(probability: share(), delay: milliseconds(20_000)), at: at, duration: duration)
    case 5: return Fault(.duplicateReports(probability: share()), at: at, duration: duration)
    case 6: return Fault(.clockJump(by: milliseconds(40_000) - 20_000_000_000), at: at, duration: 0)
    default: return Fault(.massDeparture(fraction: share()), at: at, duration: duration)
    }
  }
}
