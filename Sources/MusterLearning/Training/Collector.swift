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
  /// What each copy's state was valued at for the whole when the last batch ended; nil where an episode did.
  var carried: [Float?]

  private let networks: ActorCritic
  private let scratch: Scratch
  private let actions: Column<Int32>
  private let advice: Column<Int32>
  private let logs: FloatMemory
  private let isPresent: Column<Bool>
  private let rewards: FloatMemory
  private let ends: Column<EpisodeEnd>
  private let following: FloatMemory
  private let teamRewards: FloatMemory

  init(_ range: Range<Int>, _ world: any VectorWorld, _ networks: ActorCritic, seed: UInt64) {
    self.range = range
    self.world = world
    self.networks = networks
    randoms = range.map { Random(seed: Mix.hash(seed, 2), stream: UInt64($0)) }
    running = Array(repeating: 0, count: range.count)
    carried = Array(repeating: nil, count: range.count)
    scratch = Scratch(networks, steps: range.count)
    let rows = range.count * networks.shape.agents
    actions = Column(count: rows, of: 0)
    advice = Column(count: rows, of: -1)
    logs = FloatMemory(count: rows)
    isPresent = Column(count: rows, of: true)
    rewards = FloatMemory(count: rows)
    ends = Column(count: range.count, of: .running)
    following = FloatMemory(count: rows)
    teamRewards = FloatMemory(count: range.count)
  }

  /// One batch. `normalisers` turn what the critics give into values.
  func collect(_ rollout: Rollout, _ advantages: Advantages, _ normalisers: Normalisers) {
    finished.removeAll(keepingCapacity: true)
    for step in 0..<rollout.horizon {
      look(normalisers)
      choose()
      if rollout.advice.count > 0, let advised = world as? any AdvisedWorld {
        advised.advise(into: advice.base)
      }
      record(rollout, step)
      world.step(actions: actions.base, rewards: rewards.base, ends: ends.base)
      settle(rollout, step, normalisers)
    }
    look(normalisers)
    following.copy(scratch.values)
    estimate(rollout, advantages)
  }

  /// Observes all copies and values what is seen.
  private func look(_ normalisers: Normalisers) {
    world.observe(into: scratch.observations.base)
    if networks.seesState { world.state(into: scratch.states.base) }
    scratch.runCritic(networks, steps: range.count)
    scratch.runTeam(networks, steps: range.count)
    normalisers.own.restore(scratch.values)
    normalisers.team.restore(scratch.teamValues)
  }

  /// Draws actions and keeps their log-probabilities.
  private func choose() {
    let (agents, count) = (networks.shape.agents, networks.shape.actions)
    if networks.shape.hasMasks { world.mask(into: scratch.masks.base) }
    let mask = networks.shape.hasMasks ? UnsafePointer(scratch.masks.base) : nil
    scratch.choose(networks, steps: range.count, mask: mask) { row, normaliser in
      let action = Categorical.sample(scratch.probabilities.base, count: count, &randoms[row / agents])
      actions.base[row] = Int32(action)
      isPresent.base[row] = normaliser != nil
      logs.base[row] = normaliser.map { scratch.logits.base[row * count + action] - $0 } ?? 0
      return Int32(action)
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
      rollout.team?.values.base[slot] = scratch.teamValues.base[copy]
      if networks.seesState {
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
        if rollout.advice.count > 0 { rollout.advice.base[to] = advice.base[from] }
        rollout.isPresent.base[to] = isPresent.base[from]
        rollout.logs.base[to] = logs.base[from]
        rollout.values.base[to] = scratch.values.base[from]
      }
    }
  }

  /// Writes down rewards and ends, values what truncated episodes were left with, and begins new ones.
  private func settle(_ rollout: Rollout, _ step: Int, _ normalisers: Normalisers) {
    let agents = networks.shape.agents
    var isCut = false
    if let team = rollout.team { settle(team, rollout.horizon, step) }
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
    if isCut { look(normalisers) }
    for copy in 0..<range.count where ends.base[copy] != .running {
      let slot = (range.lowerBound + copy) * rollout.horizon + step
      if ends.base[copy] == .truncated {
        (rollout.cut.base + slot * agents).update(from: scratch.values.base + copy * agents, count: agents)
        rollout.team?.cut.base[slot] = scratch.teamValues.base[copy]
      }
      finished.append(running[copy])
      running[copy] = 0
      world.reset(copy: copy)
    }
  }

  /// Writes down what the whole was paid: what the world says, else the mean over agents.
  private func settle(_ team: TeamRollout, _ horizon: Int, _ step: Int) {
    if let roles = world as? any RoleWorld {
      roles.teamRewards(into: teamRewards.base)
    } else {
      let agents = networks.shape.agents
      for copy in 0..<range.count {
        let own = UnsafeBufferPointer(start: rewards.base + copy * agents, count: agents)
        teamRewards.base[copy] = own.reduce(0, +) / Float(agents)
      }
    }
    for copy in 0..<range.count {
      team.rewards.base[(range.lowerBound + copy) * horizon + step] = teamRewards.base[copy]
    }
  }

  /// Values the whole over the batch, and adds the potential's terms to what agents were paid.
  private func estimate(_ team: TeamRollout, _ rollout: Rollout, _ advantages: Advantages) {
    for copy in 0..<range.count {
      let slot = (range.lowerBound + copy) * rollout.horizon
      let following = scratch.teamValues.base[copy]
      advantages.estimate(
        steps: rollout.horizon, stride: 1, isPresent: nil, rewards: team.rewards.base + slot,
        values: team.values.base + slot, cut: team.cut.base + slot, ends: rollout.ends.base + slot,
        following: following,
        advantages: team.advantages.base + slot, returns: team.returns.base + slot)
      team.shape(
        rollout.rewards.base, agents: networks.shape.agents, slot: slot, steps: rollout.horizon,
        ends: rollout.ends.base, discount: advantages.discount, following: following, carried: carried[copy])
      carried[copy] = rollout.ends.base[slot + rollout.horizon - 1] == .running ? following : nil
    }
  }

  private func estimate(_ rollout: Rollout, _ advantages: Advantages) {
    if let team = rollout.team { estimate(team, rollout, advantages) }
    let agents = networks.shape.agents
    for copy in 0..<range.count {
      for agent in 0..<agents {
        let slot = (range.lowerBound + copy) * rollout.horizon
        let at = slot * agents + agent
        ValuedSteps.mark(
          steps: rollout.horizon, stride: agents, isPresent: rollout.isPresent.base + at,
          ends: rollout.ends.base + slot, endStride: 1, isValued: rollout.isValued.base + at)
        advantages.estimate(
          steps: rollout.horizon, stride: agents, isPresent: rollout.isPresent.base + at,
          rewards: rollout.rewards.base + at, values: rollout.values.base + at, cut: rollout.cut.base + at,
          ends: rollout.ends.base + slot,
          following: following.base[copy * agents + agent], advantages: rollout.advantages.base + at,
          returns: rollout.returns.base + at)
      }
    }
  }
}
