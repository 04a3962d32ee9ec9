import MusterLearning
import MusterMath

/// Plays games with what was learned.
enum TeamGame {
  /// The mean return over copies and agents of one episode under `actor`.
  static func score(_ actor: any TeamActor, _ world: any VectorWorld) -> Double {
    var world = world
    let rows = world.copies * world.agents
    var seen = [Float](repeating: 0, count: rows * world.observationSize)
    var mask = [UInt8](repeating: 1, count: rows * world.actions)
    var actions = [Int32](repeating: 0, count: rows)
    var rewards = [Float](repeating: 0, count: rows)
    var ends = [EpisodeEnd](repeating: .running, count: world.copies)
    var sum = 0.0
    while ends.allSatisfy({ $0 == .running }) {
      world.observe(into: &seen)
      if world.hasMasks { world.mask(into: &mask) }
      actor.act(seen, mask: mask, into: &actions)
      world.step(actions: actions, rewards: &rewards, ends: &ends)
      sum += rewards.reduce(0) { $0 + Double($1) } / Double(rows)
    }
    return sum
  }
}
