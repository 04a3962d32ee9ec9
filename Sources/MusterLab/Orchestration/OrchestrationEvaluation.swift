import MusterLearning

extension TeamLearner {
  /// The measures of so many episodes under the policy as it stands, where `settings` names its advisor: of its world
  /// or, in the scope of a pool, replays.
  func tested(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, episodes: Int, seed: UInt64,
    threads: Int = 1
  ) throws -> [OrchestrationMeasures] {
    if settings.scope == .pool {
      return try PoolPolicy(self, advisor: settings.advisor).run(
        PoolEpisode.all(source, settings, count: episodes, seed: seed), threads: threads)
    }
    var world = try OrchestrationWorld(source, settings, copies: 0..<episodes, seed: seed)
    return world.run(actor(copies: episodes))
  }
}

extension OrchestrationWorld {
  /// Runs one whole episode in every copy under `actor`, from where the world stands (the start of an episode), and
  /// returns what each measured, in order.
  public mutating func run(_ actor: any TeamActor) -> [OrchestrationMeasures] {
    let rows = copies * agents
    let observations = FloatMemory(count: rows * observationSize)
    let rewards = FloatMemory(count: rows)
    var mask = [UInt8](repeating: 0, count: rows * actions)
    var chosen = [Int32](repeating: 0, count: rows)
    var ends = [EpisodeEnd](repeating: .running, count: copies)
    while ends.contains(.running) {
      observe(into: observations.base)
      self.mask(into: &mask)
      actor.act(observations.base, mask: mask, into: &chosen)
      step(actions: chosen, rewards: rewards.base, ends: &ends)
    }
    return (0..<copies).map { measures(copy: $0) }
  }
}
