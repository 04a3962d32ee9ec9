import MusterCore
import MusterMath
import MusterPolicy

/// How often off-policy intervals hold the truth: logs of one policy are made again and again, each says what
/// another would have brought, and the truth is measured by running that other.
///
/// The world has no state: agents of unlimited room, tasks of kinds drawn by the seed that are over before
/// the next comes, success by chance with a probability of its own for each kind and agent. So the mean
/// reward a decision in the logged situations is that of a run, and intervals that miss it too often are
/// wrong by themselves.
public struct OffPolicyStudy: Sendable {
  /// Sentences of the policy that writes the logs and of the one that is judged. Neither may learn.
  public var logging: String
  public var target: String
  /// Decisions in each log.
  public var decisions: Int
  public var repeats: Int
  /// How often the intervals should hold the truth.
  public var level: Double
  public var seed: UInt64

  public init(
    logging: String, target: String, decisions: Int = 1000, repeats: Int = 200, level: Double = 0.9,
    seed: UInt64 = 1
  ) {
    self.logging = logging
    self.target = target
    self.decisions = decisions
    self.repeats = repeats
    self.level = level
    self.seed = seed
  }

  /// What an estimator did over all repeats.
  public struct Coverage: Sendable, Equatable {
    public var estimator: String
    /// The share of intervals that held the truth.
    public var covered: Double
    /// Mean distance from the low to the high end.
    public var meanWidth: Double
    public var bias: Double
    public var rootMeanSquareError: Double
  }

  public struct Result: Sendable, Equatable {
    /// The target's mean reward a decision over runs of its own, with the half width of its 99 % interval.
    public var truth: Double
    public var truthHalfWidth: Double
    /// The logging policy's.
    public var loggedMean: Double
    public var meanEffectiveCount: Double
    public var coverage: [Coverage]
    /// The share of reports with at least one warning about overlap.
    public var warned: Double
  }

  /// Runs everything, O(repeats x decisions).
  public func run() throws -> Result {
    // Seeds of their own, so that no run that says the truth is one that is judged by it.
    let truth = try (0..<UInt64(repeats)).map { repeatNumber in
      let facts = try facts(of: target, seed: Mix.hash(seed, 0x7275_7468, repeatNumber))
      let rewards = facts.compactMap { fact in
        if case .ended(let ending) = fact.event { ending.reward } else { nil }
      }
      return RunningMoments(rewards).mean
    }
    let summary = Summary(truth, confidence: 0.99)
    var reports: [CounterfactualReport] = []
    for repeatNumber in 0..<UInt64(repeats) {
      reports.append(try report(seed: Mix.hash(seed, 0x6c6f_67, repeatNumber)))
    }
    let judged = reports.flatMap(\.targets)
    let count = Double(max(reports.count, 1))
    return Result(
      truth: summary.mean, truthHalfWidth: summary.halfWidth,
      loggedMean: reports.reduce(0) { $0 + $1.logged.value } / count,
      meanEffectiveCount: judged.reduce(0) { $0 + $1.overlap.effectiveCount } / count,
      coverage: [
        coverage("IPS", judged.map(\.inversePropensity), summary.mean),
        coverage("SNIPS", judged.map(\.selfNormalised), summary.mean),
        coverage("DR", judged.map(\.doublyRobust), summary.mean),
      ],
      warned: Double(judged.count { !$0.overlap.warnings.isEmpty }) / count)
  }

  private func coverage(_ name: String, _ estimates: [OffPolicyEstimate], _ truth: Double) -> Coverage {
    let errors = estimates.map { $0.value - truth }
    let count = Double(max(estimates.count, 1))
    return Coverage(
      estimator: name, covered: Double(estimates.count { $0.low <= truth && truth <= $0.high }) / count,
      meanWidth: estimates.reduce(0) { $0 + $1.high - $1.low } / count, bias: errors.reduce(0, +) / count,
      rootMeanSquareError: (errors.reduce(0) { $0 + $1 * $1 } / count).squareRoot())
  }

  /// One log of the logging policy, and what it says about the target.
  public func report(seed: UInt64) throws -> CounterfactualReport {
    var configuration = workload(seed: seed).engine
    configuration.seed = seed
    var replay = try Counterfactual(
      from: Engine(configuration), targets: [(name: target, policy: try Sentence.parse(target))])
    for fact in try facts(of: logging, seed: seed) { try replay.take(fact) }
    return try replay.report(level: level)
  }

  /// The log of a run.
  public func facts(of sentence: String, seed: UInt64) throws -> [Fact] {
    var gathered = FactGatherer()
    var simulation = Simulation(
      workload: workload(seed: seed), policy: try Sentence.parse(sentence), seed: seed)
    try simulation.run(&gathered)
    return gathered.facts
  }

  private func workload(seed: UInt64) -> Workload {
    let world = StudyWorld()
    var workload = Workload(world: world)
    for kind in 0..<StudyWorld.kinds { workload.names.append((.kind, "kind \(kind)")) }
    workload.agents = (0..<StudyWorld.agents).map {
      Agent(id: AgentID(UInt64($0)), name: "agent \($0)", price: Price(perTask: StudyWorld.price(of: $0)))
    }
    var random = Random(seed: seed, stream: 0x6b69_6e64)
    workload.arrivals = (0..<decisions).map { place in
      let kind = KindID(UInt32(random.below(StudyWorld.kinds) + 1))
      return Workload.Arrival(
        at: Instant(Int64(place) * 2_000_000_000),
        tasks: [Task(id: TaskID(UInt64(place) + 1), kind: kind, retry: RetryRule(attempts: 1))])
    }
    workload.engine.taskLimit = max(workload.engine.taskLimit, decisions)
    return workload
  }
}

/// A second's work that succeeds by chance.
private struct StudyWorld: World {
  static let kinds = 4
  static let agents = 6

  var summary: String { "one second; success by kind and agent" }

  /// Micro-dollars; what policies of the study go by.
  static func price(of agent: Int) -> Int64 { Int64(agent) * 100 }

  /// From 0.15 to 0.95, dearer agents being better by and large.
  static func success(_ kind: KindID, _ agent: AgentID) -> Double {
    let own = Mix.unit(Mix.hash(0x7374_7564, UInt64(kind.rawValue), agent.rawValue))
    return 0.15 + 0.5 * own + 0.3 * Double(agent.rawValue) / Double(agents - 1)
  }

  func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random)
    -> Execution
  {
    let succeeded = random.bernoulli(Self.success(task.kind, agent.id))
    return Execution(duration: 1_000_000_000, succeeded: succeeded, reward: succeeded ? 1 : 0)
  }
}

/// Keeps all facts of a run.
struct FactGatherer: RunObserver {
  private(set) var facts: [Fact] = []

  mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) { self.facts += facts }
  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) { self.facts += facts }
}
