import MusterLearning
import MusterMath

/// Steps a second of simple_spread in Swift: three agents, random actions, episodes of 25 steps.
enum WorldsProbe {
  /// Arguments: how many copies, how many steps of each.
  static let probe = Probe("worlds") { arguments in
    guard arguments.count == 2, let copies = Int(arguments[0]), let steps = Int(arguments[1]), copies > 0,
      steps > 0
    else { throw BenchError(found: "\(arguments)", expected: "COPIES STEPS") }
    var world = SimpleSpread(copies: 0..<copies, seed: 1)
    var random = Random(seed: 1)
    let rows = copies * world.agents
    let actions = (0..<100).map { _ in (0..<rows).map { _ in Int32(random.below(world.actions)) } }
    var rewards = [Float](repeating: 0, count: rows)
    var seen = [Float](repeating: 0, count: rows * world.observationSize)
    var ends = [EpisodeEnd](repeating: .running, count: copies)
    var sum: Float = 0
    let watch = Stopwatch()
    for step in 0..<steps {
      world.step(actions: actions[step % actions.count], rewards: &rewards, ends: &ends)
      for copy in 0..<copies where ends[copy] != .running { world.reset(copy: copy) }
      world.observe(into: &seen)
      sum += rewards[0] + seen[0]
    }
    var result = Measurement()
    result["perSecond"] = Double(copies * steps) / watch.seconds
    result["peakMiB"] = Memory.peakMiB
    guard sum.isFinite else { throw BenchError(found: "\(sum)", expected: "finite rewards and observations") }
    return result
  }
}
