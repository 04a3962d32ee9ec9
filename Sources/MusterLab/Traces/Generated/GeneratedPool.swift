import MusterCore
import MusterMath

/// A pool that differs in what it can do, how fast, how well and at what price: so that fastest, cheapest and
/// best for the kind are three different agents.
struct GeneratedPool: Sendable {
  let agents: [Agent]
  /// How many times larger than usual the tasks of each kind are.
  let scales: [Double]
  /// Speeds weighted by processors: how much faster the pool works than as many agents of speed 1.
  let meanSpeed: Double
  let slowest: Double
  /// Micro-dollars a second: what half of the agents are dearer than.
  let medianPrice: Int64

  /// The nodes of openb, types that are alike put together: GPUs, model, milli-CPU, MiB and how many of 1,213
  /// there are.
  private static let types: [(gpus: UInt8, model: String, cpuMilli: Int64, memoryMiB: Int64, share: Int)] = [
    (8, "G2", 96_000, 393_216, 617), (2, "T4", 104_000, 524_288, 518), (4, "V100M32", 48_000, 376_832, 54),
    (1, "V100M16", 8000, 32_768, 24),
  ]
  /// An agent has any one skill with this probability.
  private static let skillChance = 0.6
  /// Deviation of the logarithm of speeds; speeds are kept within 1/2 and 2.
  private static let speedSpread = 0.3
  /// Micro-dollars a second at speed 1: one dollar an hour.
  private static let basePrice = 278.0

  init(_ settings: GeneratedSettings, _ vocabulary: inout Vocabulary) {
    var random = Random(seed: UInt64(settings.pool), stream: GeneratedStream.pool)
    let counts = apportion(settings.agents, in: Self.types.map { Double($0.share) })
    var agents: [Agent] = []
    for (type, count) in zip(Self.types, counts) {
      let model = vocabulary.intern(type.model, in: .deviceModel) ?? 0
      for _ in 0..<count {
        let speed = min(2, max(0.5, Portable.exp(Self.speedSpread * random.normal())))
        // Faster is dearer by more than it is faster.
        let price = Self.basePrice * Portable.pow(speed, 1.5) * Portable.exp(0.3 * random.normal())
        let row = agents.count
        // The first agent is of the largest type and has every skill: whatever is asked, somebody can do it.
        let skills = (0..<settings.skills).filter { _ in random.bernoulli(Self.skillChance) || row == 0 }
        agents.append(
          Agent(
            id: AgentID(UInt64(row)), name: "\(type.model.lowercased())-\(row)",
            capacity: Resources(cpuMilli: type.cpuMilli, memoryMiB: type.memoryMiB), deviceCount: type.gpus,
            deviceModel: UInt8(model), skills: SkillSet(skills),
            price: Price(perSecond: max(1, Int64(price.rounded()))), speed: speed))
      }
    }
    self.agents = agents
    scales = (0..<settings.kinds).map { _ in settings.durations.scale(&random) }
    let processors = agents.reduce(0.0) { $0 + Double($1.capacity.cpuMilli) }
    meanSpeed = agents.reduce(0.0) { $0 + $1.speed * Double($1.capacity.cpuMilli) } / processors
    slowest = agents.reduce(2.0) { min($0, $1.speed) }
    let prices = agents.map(\.price.perSecond).sorted()
    medianPrice = prices[prices.count / 2]
  }

  /// The skill that tasks of a kind (from 0) need: none for every so many.
  static func skills(ofKind kind: Int, among skills: Int) -> SkillSet {
    let skill = kind % (skills + 1) - 1
    return skill < 0 ? .none : SkillSet([skill])
  }
}

/// What each source of chance of a generated workload is called: a draw more in one place moves none in
/// another.
enum GeneratedStream {
  static let pool: UInt64 = 1
  static let tasks: UInt64 = 2
  static let arrivals: UInt64 = 3
  static let pairs: UInt64 = 4
}
