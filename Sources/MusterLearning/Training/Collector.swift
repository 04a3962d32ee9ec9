import MusterMath

/// Steps some copies of a world under the current policy and writes down what happens.
final class Collector: @unchecked Sendable {
  /// Which copies of the batch.
  let range: Range<Int>
  var world: any VectorWorld
  var randoms: [Random]
  /// Rewards of the running episode, mean over agents.
  var running: [Double]
  /// Returns of the episodes that ended in the last batch, in order.
  var finished: [Double] = []

  private let networks: ActorCritic
  private let scratch: Scratch
  private let actions: Column<Int32>
  private let logs: FloatMemory
  private let isPresent: Column<Bool>
  private let rewards: FloatMemory
  private let ends: Column<EpisodeEnd>
  private let following: FloatMemory

  init(_ range: Range<Int>, _ world: any VectorWorld, _ networks: ActorCritic, seed: UInt64) {
    self.range = range
    self.world = world
    self.networks = networks
    randoms = range.map { Random(seed: Mix.hash(seed, 2), stream: UInt64($0)) }
    running = Array(repeating: 0, count: range.count)
    scratch = Scratch(networks, steps: range.count)
    let rows = range.count * networks.shape.agents
    actions = Column(count: rows, of: 0)
    logs = FloatMemory(count: rows)
    isPresent = Column(count: rows, of: true)
    rewards = FloatMemory(count: rows)
    ends = Column(count: range.count, of: .running)
    following = FloatMemory(count: rows)
  }

  /// One batch. `normaliser` turns what the critic gives into values.
  func collect(_ rollout: Rollout, _ advantages: Advantages, _ normaliser: ValueNormaliser) {
    finished.removeAll(keepingCapacity: true)
    for step in 0..<rollout.horizon {
      look(normaliser)
      scratch.runActor(networks, steps: range.count)
      choose()
      record(rollout, step)
      world.step(actions: actions.base, rewards: rewards.base, ends: ends.base)
      settle(rollout, step, normaliser)
    }
    look(normaliser)
    following.copy(scratch.values)
    estimate(rollout, advantages)
  }

  /// Observes all copies and values what is seen.
  private func look(_ normaliser: ValueNormaliser) {
    world.observe(into: scratch.observations.base)
    if networks.isCentralised { world.state(into: scratch.states.base) }
    scratch.runCritic(networks, steps: range.count)
    let (mean, deviation) = (Float(normaliser.mean), Float(normaliser.deviation))
    let values = scratch.values
    for at in 0..<values.count { values.base[at] = values.base[at] * deviation + mean }
  }

  /// Draws actions and keeps their log-probabilities.
  private func choose() {
    let (agents, count) = (networks.shape.agents, networks.shape.actions)
    if networks.shape.hasMasks { world.mask(into: scratch.masks.base) }
    for row in 0..<(range.count * agents) {
      let logits = scratch.logits.base + row * count
      let mask = networks.shape.hasMasks ? UnsafePointer(scratch.masks.base + row * count) : nil
      let normaliser = Categorical.probabilities(
        logits, mask: mask, count: count, scratch.probabilities.base)
      let action = Categorical.sample(scratch.probabilities.base, count: count, &randoms[row / agents])
      actions.base[row] = Int32(action)
      isPresent.base[row] = normaliser != nil
      logs.base[row] = normaliser.map { logits[action] - $0 } ?? 0
    }
  }

  /// Writes down what was seen and chosen.
  private func record(_ rollout: Rollout, _ step: Int) {
    let shape = networks.shape
    let width = shape.agents * shape.observationSize
    for copy in 0..<range.count {
      let slot = (range.lowerBound + copy) * rollout.horizon + step
      (rollout.observations.base + slot * width).update(
        from: scratch.observations.base + copy * width, count: width)
      if networks.isCentralised {
        (rollout.states.base + slot * shape.stateSize).update(
          from: scratch.states.base + copy * shape.stateSize, count: shape.stateSize)
      }
      if shape.hasMasks {
        let flags = shape.agents * shape.actions
        (rollout.masks.base + slot * flags).update(from: scratch.masks.base + copy * flags, count: flags)
      }
      for agent in 0..<shape.agents {
        let (to, from) = (slot * shape.agents + agent, copy * shape.agents + agent)
        rollout.actions.base[to] = actions.base[from]
        rollout.isPresent.base[to] = isPresent.base[from]
        rollout.logs.base[to] = logs.base[from]
        rollout.values.base[to] = scratch.values.base[from]
      }
    }
  }

  /// Writes down rewards and ends, values what truncated episodes were left with, and begins new ones.
  private func settle(_ rollout: Rollout, _ step: Int, _ normaliser: ValueNormaliser) {
    let agents = networks.shape.agents
    var isCut = false
    for copy in 0..<range.count {
      let slot = (range.lowerBound + copy) * rollout.horizon + step
      var sum = 0.0
      for agent in 0..<agents {
        let reward = rewards.base[copy * agents + agent]
        rollout.rewards.base[slot * agents + agent] = reward
        sum += Double(reward)
      }
      running[copy] += sum / Double(agents)
      rollout.ends.base[slot] = ends.base[copy]
      if ends.base[copy] == .truncated { isCut = true }
    }
    if isCut { look(normaliser) }
    for copy in 0..<range.count where ends.base[copy] != .running {
      let slot = (range.lowerBound + copy) * rollout.horizon + step
      if ends.base[copy] == .truncated {
        (rollout.cut.base + slot * agents).update(from: scratch.values.base + copy * agents, count: agents)
      }
      finished.append(running[copy])
      running[copy] = 0
      world.reset(copy: copy)
    }
  }

  private func estimate(_ rollout: Rollout, _ advantages: Advantages) {
    let agents = networks.shape.agents
    for copy in 0..<range.count {
      for agent in 0..<agents {
        let slot = (range.lowerBound + copy) * rollout.horizon
        let at = slot * agents + agent
        advantages.estimate(
          steps: rollout.horizon, stride: agents, rewards: rollout.rewards.base + at,
          values: rollout.values.base + at, cut: rollout.cut.base + at, ends: rollout.ends.base + slot,
          following: following.base[copy * agents + agent], advantages: rollout.advantages.base + at,
          returns: rollout.returns.base + at)
      }
    }
  }
}
