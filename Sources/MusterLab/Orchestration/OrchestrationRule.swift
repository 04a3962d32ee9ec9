import MusterLearning
import MusterMath

/// A scheduler by a rule of thumb, in the same world as the learners: compute nodes keep one level of
/// overcommitment, admit all and may move jobs, storage nodes leave the shards where they are or copy what is hot.
public struct OrchestrationRule: Sendable, Equatable {
  /// As it is called in reports.
  public let name: String
  /// The order of queues.
  public let order: OrchestrationSettings.Order
  /// The rule whose first candidate gets the job.
  public let screen: OrchestrationSettings.Screen
  /// The level of overcommitment of every compute node, 0...3: 1, 1.25, 1.5 and 2 times.
  public var level: Int32 = 0
  /// Whether a storage node that is asked for more than its bandwidth copies its most read shard elsewhere.
  public var copiesHotShards = false
  /// Whether a compute node that is busier than the mean moves a job away where it can.
  public var movesJobs = false
  /// Weights in the place of order, screen and all of the above.
  public private(set) var weights: OrchestrationWeights?

  /// The baselines: FIFO with first fit, DRF with best fit, FGD, least-loaded, nearest data, random and the shortest
  /// job first.
  public static let all: [OrchestrationRule] = [
    OrchestrationRule(name: "fifo", order: .arrival, screen: .firstFit),
    OrchestrationRule(name: "drf+best-fit", order: .dominantShare, screen: .bestFit),
    OrchestrationRule(name: "fgd", order: .dominantShare, screen: .fragmentation),
    OrchestrationRule(name: "least-loaded", order: .dominantShare, screen: .leastLoaded),
    OrchestrationRule(name: "nearest data", order: .dominantShare, screen: .nearest),
    OrchestrationRule(name: "random", order: .dominantShare, screen: .random),
    OrchestrationRule(name: "shortest+nearest", order: .shortest, screen: .nearest),
  ]

  init(name: String, order: OrchestrationSettings.Order, screen: OrchestrationSettings.Screen) {
    self.name = name
    self.order = order
    self.screen = screen
  }

  /// A rule of these weights.
  init(weights: OrchestrationWeights) {
    self.init(name: "searched", order: .dominantShare, screen: .mixed)
    self.weights = weights
  }

  /// The same with compute nodes that move jobs.
  public var moving: OrchestrationRule {
    var rule = OrchestrationRule(name: name + ", moving", order: order, screen: screen)
    rule.movesJobs = true
    return rule
  }

  /// The measures of so many episodes: of its world or, in the scope of a pool, replays. Threads change the time and
  /// nothing else.
  public func run(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, episodes: Int, seed: UInt64,
    threads: Int = 1
  ) throws -> [OrchestrationMeasures] {
    if settings.scope == .cluster {
      return try OrchestrationWorld.measures(
        source, following(settings), episodes: episodes, seed: seed, threads: threads
      ) { Self.run(&$0) }
    }
    try settings.check()
    return try PoolPolicy(self).run(
      PoolEpisode.all(source, settings, count: episodes, seed: seed), threads: threads)
  }

  /// The measures of an episode in each of the copies of these numbers, in order.
  public func run(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, copies: Range<Int>, seed: UInt64
  ) throws(TrainingError) -> [OrchestrationMeasures] {
    var world = try OrchestrationWorld(source, following(settings), copies: copies, seed: seed)
    return Self.run(&world)
  }

  /// Worlds that name candidates as the rule does, and whose advice is the rule's.
  private func following(_ settings: OrchestrationSettings) -> OrchestrationSettings {
    var settings = settings
    settings.order = order
    settings.screen = screen
    settings.advisor = self
    return settings
  }

  /// Does as the world advises, to the end of the episode.
  private static func run(_ world: inout OrchestrationWorld) -> [OrchestrationMeasures] {
    let rows = world.copies * world.agents
    let rewards = FloatMemory(count: rows)
    var actions = [Int32](repeating: 0, count: rows)
    var ends = [EpisodeEnd](repeating: .running, count: world.copies)
    while ends.contains(.running) {
      world.advise(into: &actions)
      world.step(actions: actions, rewards: rewards.base, ends: &ends)
    }
    return (0..<world.copies).map { world.measures(copy: $0) }
  }
}

extension OrchestrationRule {
  /// What agents are shown of it where they act outside of this world.
  var advice: OrchestrationAdvice {
    if let weights { return .weights(weights) }
    return switch screen {
    case .bestFit: .rule(.bestFit)
    case .leastLoaded: .rule(.leastLoaded)
    case .fragmentation: .rule(.fragmentation)
    case .nearest: .rule(.nearest)
    case .firstFit, .random, .mixed: .rule(.other)
    }
  }
}
