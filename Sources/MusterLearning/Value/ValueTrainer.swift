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
  public internal(set) var frames = 0
  /// Optimiser steps so far.
  public internal(set) var steps = 0

  /// The mean squared error of the last optimiser step; nil before the first.
  public private(set) var error: Double?

  let driver: WorldDriver
  let online: ValueNetworks
  let target: ValueNetworks
  let replay: Replay
  private let batch: ValueBatch
  var random: Random

  /// `world` makes the copies of the given numbers. Throws where the settings cannot be trained with.
  public init(_ settings: ValueSettings, world: (Range<Int>) -> any VectorWorld) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    driver = WorldDriver(world(0..<settings.copies))
    shape = driver.shape
    try Room.check("memory", settings.memory, bytesEach: ReplayColumns.bytes(shape))
    let rows = max(settings.copies, settings.batch)
    online = ValueNetworks(shape, settings, rows: rows)
    target = ValueNetworks(shape, settings, rows: rows)
    replay = Replay(shape, capacity: settings.memory)
    batch = ValueBatch(online, rows: settings.batch)
    random = Random(seed: settings.seed, stream: 5)
  }

  /// Returns of the episodes that ended in the last step, mean over agents.
  public var finished: [Double] { driver.finished }

  /// One step of every copy, and one optimiser step once enough is remembered. Returns the mean squared error of
  /// that step, if there was one.
  public func step() throws(TrainingError) -> Double? {
    choose(explore: exploration)
    driver.finished.removeAll(keepingCapacity: true)
    replay.step(driver)
    frames += settings.copies
    if replay.count < max(settings.warmUp, settings.batch) { return nil }
    error = try learn()
    return error
  }

  /// The share of random actions as it stands.
  public var exploration: Double {
    let share = min(Double(frames) / Double(max(settings.exploreFrames, 1)), 1)
    return settings.exploreFirst + (settings.exploreLast - settings.exploreFirst) * share
  }

  private func choose(explore: Double) {
    online.value(driver.observations.base, rows: settings.copies)
    for row in 0..<(settings.copies * shape.agents) {
      driver.actions.base[row] = online.best(row, mask: driver.masks.base)
      if !random.bernoulli(explore) { continue }
      let flags = driver.masks.base + row * shape.actions
      let possible = (0..<shape.actions).filter { flags[$0] != 0 }
      if !possible.isEmpty { driver.actions.base[row] = Int32(possible[random.below(possible.count)]) }
    }
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
