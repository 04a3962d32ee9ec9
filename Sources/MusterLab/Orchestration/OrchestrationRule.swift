import MusterLearning
import MusterMath

/// A scheduler by a rule of thumb, in the same world as the learners: compute nodes keep one level of
/// overcommitment and admit all, storage nodes leave the shards where they are or copy what is hot.
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

  /// The baselines: FIFO with first fit, DRF with best fit, FGD, least-loaded, nearest data and random.
  public static let all: [OrchestrationRule] = [
    OrchestrationRule(name: "fifo", order: .arrival, screen: .firstFit),
    OrchestrationRule(name: "drf+best-fit", order: .dominantShare, screen: .bestFit),
    OrchestrationRule(name: "fgd", order: .dominantShare, screen: .fragmentation),
    OrchestrationRule(name: "least-loaded", order: .dominantShare, screen: .leastLoaded),
    OrchestrationRule(name: "nearest data", order: .dominantShare, screen: .nearest),
    OrchestrationRule(name: "random", order: .dominantShare, screen: .random),
  ]

  init(name: String, order: OrchestrationSettings.Order, screen: OrchestrationSettings.Screen) {
    self.name = name
    self.order = order
    self.screen = screen
  }

  /// The measures of an episode in each of the copies of these numbers, in order.
  public func run(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, copies: Range<Int>, seed: UInt64
  ) throws(TrainingError) -> [OrchestrationMeasures] {
    var settings = settings
    settings.order = order
    settings.screen = screen
    settings.advisor = self
    var world = try OrchestrationWorld(source, settings, copies: copies, seed: seed)
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
