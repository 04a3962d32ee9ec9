import MusterCore
import MusterMath

/// Five agents, simple and hard tasks, and a shock: the robustness simulation of Symphony-Coord
/// (arXiv 2602.00966), with the constants of its released code.
///
/// The best agent fails, or gets much worse, and others get worse at hard tasks; nobody is told. A task's features
/// are one-hot (simple, hard) and an agent's are how well it says to match each, so that the match of a pair is
/// their scalar product. Whether tasks are simple or hard is drawn by the seed; every policy meets the same luck.
/// The latency of an agent that is unavailable doubles, and it stays a candidate.
public struct ShockTrace: Trace {
  /// What happens.
  enum Kind: String, CaseIterable, Sendable {
    /// A always fails; E, C and D keep 0.3, 0.5 and 0.6 of their success at hard tasks.
    case unavailable = "A_unavailable"
    /// A keeps 0.6 of its success at simple and 0.2 at hard tasks and says so in part; E and C keep 0.4 and 0.6 at
    /// hard tasks.
    case degraded = "A_degraded"
  }

  static let kind = TraceKey.choice(
    "kind", Kind.unavailable,
    "A_unavailable: A always fails, and E, C, D get worse at hard tasks; A_degraded: A, E and C get worse")
  static let tasks = TraceKey.whole("tasks", 1000, in: 1...1_000_000, "tasks in all")
  static let shock = TraceKey.whole("shock", 500, in: 0...1_000_000, "how many tasks come before the shock")
  static let hard = TraceKey.number("hard", 0.7, in: 0...1, "share of hard tasks")
  static let reward = TraceKey.choice(
    "reward", ShiftWorld.Reward.utility,
    "success: 1 or 0; utility: 1[success] - 0.2 sqrt(latency / 2 s) - 0.15 cost, within 0...1")

  static let scheme = TraceScheme(
    name: "shock", summary: "five agents of which the best fails halfway, as in Symphony-Coord; no file",
    path: .none,
    parameters: [kind.parameter, tasks.parameter, shock.parameter, hard.parameter, reward.parameter],
    example: "shock:?kind=A_unavailable",
    source: "Symphony-Coord, arXiv 2602.00966, and its released code; a cost of 1 is taken for a US dollar",
    licence: "none needed"
  ) { try ShockTrace($0) }

  /// Name, cost, milliseconds, chances of success and match scores, simple and hard.
  private static let profiles: [(String, Double, Double, [Double], [Float])] = [
    ("A", 1, 900, [0.99, 0.99], [0.80, 0.95]), ("B", 0.10, 350, [0.88, 0.18], [0.95, 0.20]),
    ("C", 0.35, 550, [0.92, 0.65], [0.75, 0.75]), ("D", 0.22, 420, [0.90, 0.45], [0.85, 0.55]),
    ("E", 0.60, 780, [0.95, 0.85], [0.60, 0.90]),
  ]
  /// Longer than any try takes: each outcome is known before the next task comes.
  private static let gap: Int64 = 10_000_000_000

  public let spec: String
  private let shock: Kind
  private let count, change: Int
  private let hard: Double
  private let reward: ShiftWorld.Reward
  private let vocabulary: Vocabulary

  /// Throws ``TraceSpecError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    shock = try spec.value(Self.kind)
    count = try spec.value(Self.tasks)
    change = try spec.value(Self.shock)
    hard = try spec.value(Self.hard)
    reward = try spec.value(Self.reward)
    var vocabulary = Vocabulary()
    for name in ["simple", "hard"] { vocabulary.intern(name, in: .kind) }
    self.vocabulary = vocabulary
  }

  public var summary: String {
    "\(count) tasks on 5 agents; \(shock.rawValue) after \(change); reward is \(reward.rawValue)"
  }

  public func workload(seed: UInt64) -> Workload {
    let before = Self.profiles.map { ShiftWorld.Ability(success: $0.3, latency: $0.2) }
    var workload = Workload(
      world: ShiftWorld(
        before: before, after: after(before), costs: Self.profiles.map(\.1), change: change,
        strain: .published, reward: reward))
    workload.define(vocabulary)
    workload.agents = Self.profiles.enumerated().map { row, profile in
      Agent(
        id: AgentID(UInt64(row)), name: profile.0, price: Price(perTask: saturatedWhole(profile.1 * 1e6)),
        features: profile.4)
    }
    var random = Random(seed: seed, stream: 0x5806)
    workload.arrivals = (0..<count).map { number in
      let isHard = random.bernoulli(hard)
      let task = Task(
        id: TaskID(UInt64(number) + 1), kind: KindID(isHard ? 2 : 1),
        retry: RetryRule(attempts: 1, backoff: 0, backoffLimit: 0, jitter: 0),
        features: isHard ? [0, 1] : [1, 0])
      return Workload.Arrival(at: Instant(Int64(number) * Self.gap), tasks: [task])
    }
    if shock == .degraded {
      var worse = workload.agents[0]
      worse.features[1] *= 0.7
      workload.script = [(at: Instant(Int64(change) * Self.gap), request: .change(worse))]
    }
    workload.meters = [.shift(Workload.ShiftMark(change: change, settled: change))]
    workload.engine.taskLimit = max(workload.engine.taskLimit, count)
    return workload
  }

  private func after(_ before: [ShiftWorld.Ability]) -> [ShiftWorld.Ability] {
    var after = before
    let (a, c, d, e) = (0, 2, 3, 4)
    switch shock {
    case .unavailable:
      after[a] = ShiftWorld.Ability(success: [0, 0], latency: 2 * before[a].latency)
      after[e].success[1] *= 0.3
      after[c].success[1] *= 0.5
      after[d].success[1] *= 0.6
    case .degraded:
      after[a].success[0] *= 0.6
      after[a].success[1] *= 0.2
      after[e].success[1] *= 0.4
      after[c].success[1] *= 0.6
    }
    return after
  }
}
