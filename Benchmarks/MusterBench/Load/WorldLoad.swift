import MusterLearning

/// How many copies of a world are stepped, and how often.
struct WorldLoad {
  let copies: Int
  let steps: Int

  /// Arguments: how many copies, how many steps of each.
  init(_ arguments: [String]) throws {
    guard arguments.count == 2, let copies = Int(arguments[0]), let steps = Int(arguments[1]), copies > 0,
      steps > 0
    else { throw BenchError(found: "\(arguments)", expected: "COPIES STEPS") }
    (self.copies, self.steps) = (copies, steps)
  }

  /// Steps a second, with new episodes and what is observed. `choose` is given the number of the step and writes the
  /// actions of all agents, within the time.
  func run<World: VectorWorld>(
    _ world: inout World, choose: (borrowing World, Int, inout [Int32]) -> Void
  ) throws -> Measurement {
    let rows = copies * world.agents
    var actions = [Int32](repeating: 0, count: rows)
    var rewards = [Float](repeating: 0, count: rows)
    var seen = [Float](repeating: 0, count: rows * world.observationSize)
    var ends = [EpisodeEnd](repeating: .running, count: copies)
    var sum: Float = 0
    let watch = Stopwatch()
    for step in 0..<steps {
      choose(world, step, &actions)
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
