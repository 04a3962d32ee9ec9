import MusterLearning
import MusterMath

/// Rules of thumb at their best: tuned on training episodes, as learners are.
extension OrchestrationRule {
  /// The rule with the level of overcommitment and the way of storage that do best on `episodes` episodes under each of
  /// `seeds`, and its mean composite there. Threads change the time and nothing else.
  public func tuned(
    on source: OrchestrationSource, _ settings: OrchestrationSettings, seeds: ClosedRange<UInt64>,
    episodes: Int, threads: Int = 1
  ) throws -> (rule: OrchestrationRule, composite: Double) {
    var (best, bestScore) = (self, -Double.infinity)
    let isPool = settings.scope == .pool
    for level in isPool ? 0..<1 : OrchestrationLayout.levels.indices {
      for copiesHotShards in isPool ? [false] : [false, true] {
        var face = self
        face.level = Int32(level)
        face.copiesHotShards = copiesHotShards
        var found = RunningMoments()
        for seed in seeds {
          let runs = try face.run(source, settings, episodes: episodes, seed: seed, threads: threads)
          for measures in runs { found.add(measures.composite) }
        }
        if found.mean > bestScore { (best, bestScore) = (face, found.mean) }
      }
    }
    return (best, bestScore)
  }

  /// The best of ``all``, each tuned; `advance` is called after each of them.
  public static func best(
    on source: OrchestrationSource, _ settings: OrchestrationSettings, seeds: ClosedRange<UInt64>,
    episodes: Int, threads: Int = 1, _ advance: () -> Void = {}
  ) throws -> OrchestrationRule {
    let tuned = try all.map { rule in
      defer { advance() }
      return try rule.tuned(on: source, settings, seeds: seeds, episodes: episodes, threads: threads)
    }
    return tuned.reduce(tuned[0]) { $1.composite > $0.composite ? $1 : $0 }.rule
  }
}
