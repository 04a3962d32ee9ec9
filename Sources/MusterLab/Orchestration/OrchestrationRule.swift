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

  /// The baselines: FIFO with first fit, DRF with best fit, FGD, least-loaded and random.
  public static let all: [OrchestrationRule] = [
    OrchestrationRule(name: "fifo", order: .arrival, screen: .firstFit),
    OrchestrationRule(name: "drf+best-fit", order: .dominantShare, screen: .bestFit),
    OrchestrationRule(name: "fgd", order: .dominantShare, screen: .fragmentation),
    OrchestrationRule(name: "least-loaded", order: .dominantShare, screen: .leastLoaded),
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
    var world = try OrchestrationWorld(source, settings, copies: copies, seed: seed)
    let rows = world.copies * world.agents
    let rewards = FloatMemory(count: rows)
    var actions = [Int32](repeating: 0, count: rows)
    var mask = [UInt8](repeating: 0, count: rows * world.actions)
    var ends = [EpisodeEnd](repeating: .running, count: world.copies)
    for _ in 0..<settings.steps {
      world.mask(into: &mask)
      for row in 0..<rows { actions[row] = action(world, row, mask) }
      world.step(actions: actions, rewards: rewards.base, ends: &ends)
    }
    return (0..<world.copies).map { world.measures(copy: $0) }
  }

  private func action(_ world: OrchestrationWorld, _ row: Int, _ mask: [UInt8]) -> Int32 {
    let (copy, agent) = (row / world.agents, row % world.agents)
    let flags = row * world.actions
    switch world.roles[agent] {
    case 0: return mask[flags] != 0 ? 0 : Int32(OrchestrationCell.hold)
    case 1: return level
    default:
      let store = agent - world.agents + world.settings.storage.upperBound
      let cell = world.cells[copy]
      if !copiesHotShards || mask[flags + 1] == 0 { return 0 }
      return cell.stores[store].load > cell.window.bandwidth ? 1 : 0
    }
  }
}
