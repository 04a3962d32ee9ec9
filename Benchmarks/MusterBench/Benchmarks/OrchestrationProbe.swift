import MusterLab
import MusterLearning

/// Steps a second of the orchestration world in Swift: generated tasks, and everybody takes the first action that is
/// possible.
enum OrchestrationProbe {
  private static let trace = "generated?tasks=2000&agents=16&gpu=0.5"

  /// Arguments: how many copies, how many steps of each.
  static let probe = Probe("orchestration") { arguments in
    guard arguments.count == 2, let copies = Int(arguments[0]), let steps = Int(arguments[1]), copies > 0,
      steps > 0
    else { throw BenchError(found: "\(arguments)", expected: "COPIES STEPS") }
    let source = try OrchestrationSource(TraceCatalogue().open(trace))
    var world = try OrchestrationWorld(source, OrchestrationSettings(), copies: 0..<copies, seed: 1)
    let (rows, choices) = (copies * world.agents, world.actions)
    var mask = [UInt8](repeating: 0, count: rows * choices)
    var actions = [Int32](repeating: 0, count: rows)
    var rewards = [Float](repeating: 0, count: rows)
    var seen = [Float](repeating: 0, count: rows * world.observationSize)
    var ends = [EpisodeEnd](repeating: .running, count: copies)
    var sum: Float = 0
    let watch = Stopwatch()
    for _ in 0..<steps {
      world.mask(into: &mask)
      for row in 0..<rows {
        actions[row] = Int32((0..<choices).first { mask[row * choices + $0] != 0 } ?? 0)
      }
      world.step(actions: actions, rewards: &rewards, ends: &ends)
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
