import MusterMath

/// MADDPG (Lowe et al., 2017) for choices among actions, by the Gumbel-softmax: a centralised critic values the state
/// and what all agents do, and each agent's actor climbs its slope. The agents are a team: one reward, the mean of
/// theirs, one critic, and a shared actor.
///
/// Off policy, with replay and slowly moving targets. The actor learns on the states that steps led to. One thread;
/// everything follows from the settings and the world.
public final class MADDPGTrainer {
  /// What it trains with.
  public let settings: MADDPGSettings
  /// The sizes of its world.
  public let shape: WorldShape
  /// Steps of single copies so far.
  public internal(set) var frames = 0

  /// The critic's mean squared error in the last optimiser step; nil before the first.
  public private(set) var error: Double?

  let driver: WorldDriver
  let online: MADDPGNetworks
  let target: MADDPGNetworks
  let replay: Replay
  private let batch: ReplayBatch
  private let byValues: FloatMemory
  private let byJoint: FloatMemory
  private let byLogits: FloatMemory
  private let byActor: FloatMemory
  private let byCritic: FloatMemory
  var random: Random

  /// `world` makes the copies of the given numbers. Throws where the settings cannot be trained with.
  public init(_ settings: MADDPGSettings, world: (Range<Int>) -> any VectorWorld) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    driver = WorldDriver(world(0..<settings.copies))
    shape = driver.shape
    try Room.check("memory", settings.memory, bytesEach: ReplayColumns.bytes(shape))
    let rows = max(settings.copies, settings.batch)
    online = MADDPGNetworks(shape, settings, rows: rows)
    target = MADDPGNetworks(shape, settings, rows: rows)
    replay = Replay(shape, capacity: settings.memory)
    batch = ReplayBatch(shape, rows: settings.batch)
    byValues = FloatMemory(count: rows)
    byJoint = FloatMemory(count: online.joint.count)
    byLogits = FloatMemory(count: online.logits.count)
    byActor = FloatMemory(count: online.actor.layout.count)
    byCritic = FloatMemory(count: online.critic.layout.count)
    random = Random(seed: settings.seed, stream: 2)
  }

  /// One step of every copy, and one step of both optimisers once enough is remembered. Returns the returns of the
  /// episodes that ended, mean over agents.
  public func step() throws(TrainingError) -> [Double] {
    driver.finished.removeAll(keepingCapacity: true)
    choose()
    replay.step(driver)
    frames += settings.copies
    if replay.count >= max(settings.warmUp, settings.batch) { try learn() }
    return driver.finished
  }

  /// Draws actions from the actor's softmax.
  private func choose() {
    online.runActor(driver.observations.base, rows: settings.copies)
    for row in 0..<(settings.copies * shape.agents) {
      let at = row * shape.actions
      _ = Categorical.probabilities(
        online.logits.base + at, mask: driver.masks.base + at, count: shape.actions, online.soft.base)
      driver.actions.base[row] = Int32(
        Categorical.sample(online.soft.base, count: shape.actions, &random))
    }
  }

  private func learn() throws(TrainingError) {
    let rows = settings.batch
    for row in 0..<rows { batch.gather(replay, random.below(replay.count), row) }
    try learnValues(rows)
    try learnPolicy(rows)
    target.approach(online, settings.tau)
  }

  private func learnValues(_ rows: Int) throws(TrainingError) {
    target.runActor(batch.nextObservations.base, rows: rows)
    target.setState(batch.nextStates.base, rows: rows)
    target.draw(batch.nextMasks.base, rows: rows, settings.temperature, &random)
    target.runCritic(rows: rows)
    online.setState(batch.states.base, rows: rows)
    for row in 0..<(rows * shape.agents) {
      let place = online.place(row)
      place.update(repeating: 0, count: shape.actions)
      place[Int(batch.actions.base[row])] = 1
    }
    online.runCritic(rows: rows)
    var squares = 0.0
    for row in 0..<rows {
      let next = batch.isLast.base[row] ? 0 : settings.discount * target.values.base[row]
      let difference = online.values.base[row] - batch.rewards.base[row] - next
      byValues.base[row] = difference / Float(rows)
      squares += Double(difference) * Double(difference)
    }
    error = squares / Double(rows)
    byCritic.clear()
    online.backCritic(rows: rows, byValues, byCritic, nil)
    _ = try online.critic.step([byCritic], rate: settings.criticRate, clip: settings.gradientNorm)
  }

  private func learnPolicy(_ rows: Int) throws(TrainingError) {
    let count = shape.actions
    online.runActor(batch.nextObservations.base, rows: rows)
    online.setState(batch.nextStates.base, rows: rows)
    online.draw(batch.nextMasks.base, rows: rows, settings.temperature, &random)
    online.runCritic(rows: rows)
    for row in 0..<rows { byValues.base[row] = -1 / Float(rows) }
    byCritic.clear()
    online.backCritic(rows: rows, byValues, byCritic, byJoint)
    let restraint = 2 * settings.restraint / Float(rows * shape.agents * count)
    for row in 0..<(rows * shape.agents) {
      let at = row * count
      let slope = byJoint.base + (online.place(row) - online.joint.base)
      GumbelSoftmax.backward(
        soft: online.soft.base + at, gradient: slope, count: count, temperature: settings.temperature,
        byLogits.base + at)
      for action in 0..<count where batch.nextMasks.base[at + action] != 0 {
        byLogits.base[at + action] += restraint * online.logits.base[at + action]
      }
    }
    byActor.clear()
    online.backActor(batch.nextObservations.base, rows: rows, byLogits, byActor)
    _ = try online.actor.step([byActor], rate: settings.actorRate, clip: settings.gradientNorm)
  }

  /// The policy as it stands, for so many copies.
  public func actor(copies: Int) -> any TeamActor { SharedActor(online.actor, shape, copies: copies) }
}
