import MusterLearning
import MusterMath

/// Steps a second of simple_spread in Swift: three agents, random actions, episodes of 25 steps.
enum WorldsProbe {
  /// Arguments: how many copies, how many steps of each.
  static let probe = Probe("worlds") { arguments in
    let load = try WorldLoad(arguments)
    var world = SimpleSpread(copies: 0..<load.copies, seed: 1)
    var random = Random(seed: 1)
    let rows = load.copies * world.agents
    let drawn = (0..<100).map { _ in (0..<rows).map { _ in Int32(random.below(world.actions)) } }
    return try load.run(&world) { _, step, actions in actions = drawn[step % drawn.count] }
  }
}
