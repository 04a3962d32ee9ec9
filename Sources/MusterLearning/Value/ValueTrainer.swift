import MusterMath

/// Trains agents that share one network to a common value: VDN or QMIX, with replay, target networks and double
/// Q-learning (van Hasselt, Guez and Silver, 2016). The team's reward is the mean of the agents'.
///
/// Everything follows from the settings and the world. One thread.
public final class ValueTrainer {
  /// What it trains with.
  public let settings: ValueSettings
  /// The sizes of its world.
  public let shape: WorldShape
  /// Steps of single copies so far.
  public private(set) var frames = 0
  /// Optimiser steps so far.
  public private(set) var steps = 0

  private var world: any VectorWorld
  private let online: ValueNetworks
  private let target: ValueNetworks
  private let replay: Replay
  private let batch: ValueBatch
  private let masks: Column<UInt8>
  private let observations: FloatMemory
  private let states: FloatMemory
  private let actions: Column<Int32>
  private let rewards: FloatMemory
  private let ends: Column<EpisodeEnd>
  private var random: Random

  /// `world` makes the copies of the given numbers. Throws where the settings cannot be trained with.
  public init(_ settings: ValueSettings, world: (Range<Int>) -> any VectorWorld) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    self.world = world(0..<settings.copies)
    shape = WorldShape(self.world)
    let rows = max(settings.copies, settings.batch)
    online = ValueNetworks(shape, settings, rows: rows)
    target = ValueNetworks(shape, settings, rows: rows)
    replay = Replay(shape, capacity: settings.memory)
    batch = ValueBatch(online, rows: settings.batch)
    let agents = settings.copies * shape.agents
    masks = Column(count: agents * shape.actions, of: 1)
    observations = FloatMemory(count: agents * shape.observationSize)
    states = FloatMemory(count: settings.copies * shape.stateSize)
    actions = Column(count: agents, of: 0)
    rewards = FloatMemory(count: agents)
    ends = Column(count: settings.copies, of: .running)
    random = Random(seed: settings.seed, stream: 5)
    look()
  }

  private func look() {
    world.observe(into: observations.base)
    world.state(into: states.base)
    if shape.hasMasks { world.mask(into: masks.base) }
  }

  /// One step of every copy, and one optimiser step once enough is remembered. Returns the mean squared error of
  /// that step, if there was one.
  public func step() throws(TrainingError) -> Double? {
    let share = min(Double(frames) / Double(max(settings.exploreFrames, 1)), 1)
    choose(explore: settings.exploreFirst + (settings.exploreLast - settings.exploreFirst) * share)
    let slots = (0..<settings.copies).map { _ in replay.claim() }
    for (copy, slot) in slots.enumerated() { remember(copy, slot) }
    world.step(actions: actions.base, rewards: rewards.base, ends: ends.base)
    look()
    for (copy, slot) in slots.enumerated() { rememberNext(copy, slot) }
    var isReset = false
    for copy in 0..<settings.copies where ends.base[copy] != .running {
      world.reset(copy: copy)
      isReset = true
    }
    if isReset { look() }
    frames += settings.copies
    if replay.count < max(settings.warmUp, settings.batch) { return nil }
    return try learn()
  }

  private func choose(explore: Double) {
    online.value(observations.base, rows: settings.copies)
    for row in 0..<(settings.copies * shape.agents) {
      actions.base[row] = online.best(row, mask: masks.base)
      if !random.bernoulli(explore) { continue }
      let flags = masks.base + row * shape.actions
      let possible = (0..<shape.actions).filter { flags[$0] != 0 }
      if !possible.isEmpty { actions.base[row] = Int32(possible[random.below(possible.count)]) }
    }
  }

  private func remember(_ copy: Int, _ slot: Int) {
    let width = shape.agents * shape.observationSize
    (replay.observations.base + slot * width).update(from: observations.base + copy * width, count: width)
    (replay.states.base + slot * shape.stateSize).update(
      from: states.base + copy * shape.stateSize, count: shape.stateSize)
    (replay.actions.base + slot * shape.agents).update(
      from: actions.base + copy * shape.agents, count: shape.agents)
  }

  private func rememberNext(_ copy: Int, _ slot: Int) {
    let (width, flags) = (shape.agents * shape.observationSize, shape.agents * shape.actions)
    (replay.nextObservations.base + slot * width).update(
      from: observations.base + copy * width, count: width)
    (replay.nextStates.base + slot * shape.stateSize).update(
      from: states.base + copy * shape.stateSize, count: shape.stateSize)
    (replay.nextMasks.base + slot * flags).update(from: masks.base + copy * flags, count: flags)
    var sum: Float = 0
    for agent in 0..<shape.agents { sum += rewards.base[copy * shape.agents + agent] }
    replay.rewards.base[slot] = sum / Float(shape.agents)
    replay.isLast.base[slot] = ends.base[copy] == .terminated
  }

  private func learn() throws(TrainingError) -> Double {
    let rows = settings.batch
    for row in 0..<rows { batch.gather(replay, random.below(replay.count), row) }
    online.value(batch.nextObservations.base, rows: rows)
    for row in 0..<(rows * shape.agents) {
      batch.nextActions.base[row] = online.best(row, mask: batch.nextMasks.base)
    }
    target.value(batch.nextObservations.base, rows: rows)
    target.mix(batch.nextStates.base, rows: rows, choice: batch.nextActions.base)
    online.value(batch.observations.base, rows: rows)
    online.mix(batch.states.base, rows: rows, choice: batch.actions.base)
    var loss = 0.0
    for row in 0..<rows {
      let next = batch.isLast.base[row] ? 0 : settings.discount * target.total.base[row]
      let error = online.total.base[row] - (batch.rewards.base[row] + next)
      loss += Double(error) * Double(error) / Double(rows)
      batch.byTotal.base[row] = error / Float(rows)
    }
    try batch.backward(online, settings)
    steps += 1
    if steps % settings.targetPeriod == 0 { target.copy(online) }
    return loss
  }

  /// The team's value of one joint action, for tests and reports.
  public func value(observations: [Float], state: [Float], actions: [Int32]) -> Float {
    precondition(
      observations.count == shape.agents * shape.observationSize && state.count == shape.stateSize
        && actions.count == shape.agents, "one observation and one action for each agent, and one state")
    online.value(observations, rows: 1)
    online.mix(state, rows: 1, choice: actions)
    return online.total.base[0]
  }
}
