import MusterLearning

extension TeamLearner {
  /// The measures of so many episodes under the policy as it stands, where `settings` names its advisor: of its world
  /// or, in the scope of a pool, replays. Threads change the time and nothing else.
  func tested(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, episodes: Int, seed: UInt64,
    threads: Int = 1
  ) throws -> [OrchestrationMeasures] {
    if settings.scope == .pool {
      return try PoolPolicy(self, advisor: settings.advisor).run(
        PoolEpisode.all(source, settings, count: episodes, seed: seed), threads: threads)
    }
    // It has no thread of its own.
    let team = try TrainedTeam(policy())
    return try OrchestrationWorld.measures(
      source, settings, episodes: episodes, seed: seed, threads: threads
    ) { $0.run(team.actor(copies: $0.copies)) }
  }
}

extension OrchestrationWorld {
  /// What `run` measures of so many episodes, in order; it is given a few at a time, the same whatever the number of
  /// threads, each copy at the start of its episode.
  static func measures(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, episodes: Int, seed: UInt64,
    threads: Int, _ run: @Sendable (inout OrchestrationWorld) throws -> [OrchestrationMeasures]
  ) throws -> [OrchestrationMeasures] {
    // How long an epoch is follows from all tasks: it is found once.
    let world = try OrchestrationWorld(source, settings, copies: 0..<0, seed: seed)
    let together = 2
    let pieces = try Workers.map((episodes + together - 1) / together, threads: threads) { piece in
      var part = world.with(copies: (piece * together)..<min((piece + 1) * together, episodes))
      return try run(&part)
    }
    return Array(pieces.joined())
  }

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
