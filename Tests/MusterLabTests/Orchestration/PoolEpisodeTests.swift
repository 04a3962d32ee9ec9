import MusterCore
import MusterMath
import Testing

@testable import MusterLab
@testable import MusterLearning

/// Episodes of the orchestration world as replays through the engine.
@Suite struct PoolEpisodeTests {
  private static func settings(_ change: (inout OrchestrationSettings) -> Void = { _ in })
    -> OrchestrationSettings
  {
    OrchestrationFixture.settings {
      $0.scope = .pool
      change(&$0)
    }
  }

  private static let rules = Dictionary(
    uniqueKeysWithValues: OrchestrationRule.all.map { ($0.name, $0) })

  private static func rule(_ name: String) throws -> OrchestrationRule { try #require(rules[name]) }

  /// With room for all and no breakdowns nobody waits, all work is done at once, and what the meter says can be added up
  /// by hand.
  @Test(arguments: OrchestrationRule.all.map(\.name)) func roomForAll(rule: String) throws {
    let settings = Self.settings {
      $0.load = 0.05...0.05
      $0.churn = 0...0
    }
    let source = try OrchestrationFixture.source()
    for seed in 1...4 as ClosedRange<UInt64> {
      let epoch = source.epochSeconds(meanLength: settings.meanLength)
      let window = OrchestrationWindow(source, settings, epochSeconds: epoch, seed: seed)
      let found = try PoolEpisode(source, settings, epochSeconds: epoch, seed: seed).run(
        PoolPolicy(Self.rule(rule)).policy)
      #expect(found.arrived == window.jobs.count && found.arrived > 0)
      #expect(found.latency == 0 && found.latency99 == 0 && abs(found.fairness - 1) < 1e-9)
      let capacity = window.nodes.reduce(0.0) {
        $0 + [$1.cpu, $1.memory, Double($1.devices) * 1000][window.scarcest]
      }
      let work = window.jobs.reduce(0.0) { sum, job in
        let length = min(job.length, Double(settings.steps - job.arrival))
        return sum + length * [job.cpu, job.memory, Double(job.devices.totalMilli)][window.scarcest]
      }
      #expect(abs(found.utilisation - work / (capacity * Double(settings.steps))) < 1e-9)
      let cpu = window.nodes.reduce(0) { $0 + $1.cpu }
      let used = window.jobs.reduce(0.0) { sum, job in
        sum + min(job.length, Double(settings.steps - job.arrival)) * job.cpu * job.use
      }
      #expect(abs(found.power - (1 + 2 * used / (cpu * Double(settings.steps))) / 3) < 1e-9)
      #expect(found.finished == window.jobs.count { Double($0.arrival) + $0.length < Double(settings.steps) })
    }
  }

  /// A task that has to wait for the only node waits as long as the one before it runs.
  @Test func waitsAreCounted() throws {
    let settings = Self.settings {
      $0.nodes = 1...1
      $0.load = 2...2
      $0.churn = 0...0
      $0.tenants = 1
    }
    let source = try OrchestrationFixture.source()
    let epoch = source.epochSeconds(meanLength: settings.meanLength)
    let found = try PoolEpisode(source, settings, epochSeconds: epoch, seed: 3).run(
      PoolPolicy(Self.rule("fifo")).policy)
    #expect(found.latency > 1 && found.latency99 > found.latency && found.finished < found.arrived)
    #expect(found.loadVariation == 0)
    #expect(found.utilisation > 0.3 && found.utilisation <= 1)
  }

  /// Replays through the engine and episodes of the world tell the same, but that in the world work begins with an epoch
  /// and ends with one, which costs it; breakdowns cost both.
  @Test func agreesWithTheWorld() throws {
    let source = try OrchestrationFixture.source()
    func composite(_ name: String, _ settings: OrchestrationSettings) throws -> (world: Double, pool: Double)
    {
      let rule = try Self.rule(name)
      let world = try rule.run(source, settings, copies: 0..<48, seed: 5)
      let pool = try rule.run(source, settings, episodes: 48, seed: 5)
      return (RunningMoments(world.map(\.composite)).mean, RunningMoments(pool.map(\.composite)).mean)
    }
    // Not by arrival: in the world nobody then passes a task that has to wait, and in the engine those with room do.
    for name in ["drf+best-fit", "least-loaded"] {
      let (calm, rough) = (
        try composite(name, Self.settings { $0.churn = 0...0 }),
        try composite(name, Self.settings { $0.churn = 2...2 })
      )
      for (world, pool) in [calm, rough] { #expect(pool > world && pool < world + 0.06, "\(name)") }
      #expect(rough.pool < calm.pool - 0.01)
    }
  }

  /// The same episodes twice are the same, whatever the threads; another seed is another.
  @Test func sameSeedSameEpisodes() throws {
    let (source, settings) = (try OrchestrationFixture.source(), Self.settings())
    func run(_ seed: UInt64, _ threads: Int) throws -> [OrchestrationMeasures] {
      try OrchestrationRule.all[3].run(source, settings, episodes: 6, seed: seed, threads: threads)
    }
    let first = try run(1, 1)
    #expect(try run(1, 2) == first)
    #expect(try run(2, 1) != first)
  }
}
