import MusterMath

extension PPOTrainer {
  /// Returns (mean over agents, undiscounted) of one whole episode in each copy of `world`, in order of copies, under
  /// the current policy: its most probable actions, or actions drawn from it under `seed`. Episodes longer than
  /// `limit` steps count up to there. Training is not touched.
  public func evaluate(
    _ world: any VectorWorld, isGreedy: Bool, seed: UInt64 = 0, limit: Int = 100_000
  ) -> [Double] {
    precondition(WorldShape(world) == shape, "the world has other sizes than the one trained on")
    var world = world
    let (copies, agents, count) = (world.copies, shape.agents, shape.actions)
    let scratch = Scratch(networks, steps: copies)
    let actions = Column<Int32>(count: copies * agents, of: 0)
    let rewards = FloatMemory(count: copies * agents)
    let ends = Column<EpisodeEnd>(count: copies, of: .running)
    var randoms = (0..<copies).map { Random(seed: Mix.hash(seed, 4), stream: UInt64($0)) }
    var returns = Array(repeating: 0.0, count: copies)
    var isRunning = Array(repeating: true, count: copies)
    for _ in 0..<limit where isRunning.contains(true) {
      world.observe(into: scratch.observations.base)
      if shape.hasMasks { world.mask(into: scratch.masks.base) }
      let mask = shape.hasMasks ? UnsafePointer(scratch.masks.base) : nil
      scratch.choose(networks, steps: copies, mask: mask) { row, _ in
        let action =
          isGreedy
          ? Categorical.best(scratch.probabilities.base, count: count)
          : Categorical.sample(scratch.probabilities.base, count: count, &randoms[row / agents])
        actions.base[row] = Int32(action)
        return Int32(action)
      }
      world.step(actions: actions.base, rewards: rewards.base, ends: ends.base)
      for copy in 0..<copies where isRunning[copy] {
        let own = UnsafeBufferPointer(start: rewards.base + copy * agents, count: agents)
        returns[copy] += own.reduce(0) { $0 + Double($1) } / Double(agents)
        if ends.base[copy] != .running {
          isRunning[copy] = false
          world.reset(copy: copy)
        }
      }
    }
    return returns
  }
}
