import MusterLearning
import MusterMath

@testable import MusterLab

/// A small world on the generator, and ways to drive it.
enum OrchestrationFixture {
  static func source() throws -> OrchestrationSource {
    try OrchestrationSource(TraceCatalogue().open("generated?tasks=600&agents=16&gpu=0.5"))
  }

  static func settings(_ change: (inout OrchestrationSettings) -> Void = { _ in }) -> OrchestrationSettings {
    var settings = OrchestrationSettings()
    settings.schedulers = 2...3
    settings.nodes = 4...6
    settings.storage = 2...3
    settings.tenants = 4
    settings.steps = 40
    settings.meanLength = 8
    change(&settings)
    return settings
  }

  static func world(
    _ settings: OrchestrationSettings = settings(), copies: Range<Int> = 0..<3, seed: UInt64 = 1
  ) throws -> OrchestrationWorld {
    try OrchestrationWorld(source(), settings, copies: copies, seed: seed)
  }

  /// Steps with possible actions drawn at random; `visit` sees the world and what it paid after each step.
  static func drive(
    _ world: inout OrchestrationWorld, steps: Int, seed: UInt64 = 3,
    _ visit: (OrchestrationWorld, [Float]) throws -> Void = { _, _ in }
  ) rethrows {
    var random = Random(seed: seed)
    let rows = world.copies * world.agents
    var mask = [UInt8](repeating: 0, count: rows * world.actions)
    var rewards = [Float](repeating: 0, count: rows)
    var ends = [EpisodeEnd](repeating: .running, count: world.copies)
    for _ in 0..<steps {
      world.mask(into: &mask)
      let actions = (0..<rows).map { row -> Int32 in
        let possible = (0..<world.actions).filter { mask[row * world.actions + $0] != 0 }
        return possible.isEmpty ? 0 : Int32(possible[random.below(possible.count)])
      }
      world.step(actions: actions, rewards: &rewards, ends: &ends)
      try visit(world, rewards)
      for copy in 0..<world.copies where ends[copy] != .running { world.reset(copy: copy) }
    }
  }

  static func observations(_ world: OrchestrationWorld) -> [Float] {
    var target = [Float](repeating: -1, count: world.copies * world.agents * world.observationSize)
    world.observe(into: &target)
    return target
  }

  static func masks(_ world: OrchestrationWorld) -> [UInt8] {
    var target = [UInt8](repeating: 9, count: world.copies * world.agents * world.actions)
    world.mask(into: &target)
    return target
  }
}
