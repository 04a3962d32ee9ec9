import MusterLearning
import MusterMath

/// Searches for the ``OrchestrationWeights`` that do best on training episodes, by the cross-entropy method
/// (``WeightSearch``). A step runs every sample on the same episodes, each step on new ones:
/// `O(population * episodes)` episodes, which in the scope of a pool are replays.
public struct OrchestrationSearch: Sendable {
  /// Steps.
  public var steps = 12
  /// Sets of weights tried in a step.
  public var population = 24
  /// Episodes that each set is tried on.
  public var episodes = 64
  /// Of everything that is drawn.
  public var seed: UInt64

  /// A search under this seed.
  public init(seed: UInt64) { self.seed = seed }

  /// The rule that was found. Threads change the time and nothing else. `advance` is called after each sample of each
  /// step, on any thread. Throws where the settings make no world.
  public func rule(
    on source: OrchestrationSource, _ settings: OrchestrationSettings, threads: Int,
    _ advance: @Sendable () -> Void = {}
  ) throws -> OrchestrationRule {
    let plan = WeightSearch.Plan(
      method: .crossEntropy, population: population, elite: 0.25, rate: 0.6, floor: 0.02,
      seed: Mix.hash(seed, 0x5EA2))
    try settings.check()
    var distribution = WeightSearch(OrchestrationWeights.start.values, deviation: 0.3)
    for step in 0..<steps {
      let samples = distribution.samples(plan, step: step)
      let seed = Mix.hash(seed, UInt64(step))
      // Cut from the trace once for all samples.
      let replays =
        settings.scope == .pool ? PoolEpisode.all(source, settings, count: episodes, seed: seed) : []
      let gains = try Workers.map(samples.count, threads: threads) { sample in
        let rule = OrchestrationRule(weights: OrchestrationWeights(samples[sample]))
        let found =
          settings.scope == .pool
          ? try PoolPolicy(rule).run(replays)
          : try rule.run(source, settings, copies: 0..<episodes, seed: seed)
        advance()
        return RunningMoments(found.map(\.composite)).mean
      }
      distribution.learn(samples, gains: gains, plan)
    }
    return OrchestrationRule(weights: OrchestrationWeights(distribution.mean))
  }
}
