import MusterMath

/// The first stage of two-stage allocation (arXiv 2407.00496): each entity chooses one of what there is for all, such as
/// a task to go to as a candidate, or none.
///
/// Actor: P(i -> j) = softmax_j(h_i g_j / divisor) over what is possible. Critic: Q_ij, the dot product of a second pair of
/// embeddings. The value of all choices together is mixed by ``SetMixer``. Off policy with replay and slowly moving
/// targets: the critic and the mixer learn r + discount * Q_tot' of the actor's expected values, the actor climbs
/// Q_tot of its own expected values with a bonus for entropy. `O(batch * entities * (choices + entities) * width)`.
///
/// One thread at a time.
final class PreAssignment: @unchecked Sendable {
  /// Rows are entities, columns what they choose from.
  let sizes: PairSizes
  let actor: RunningNetwork
  let critic: RunningNetwork
  let mixer: RunningNetwork
  let targetCritic: RunningNetwork
  let targetMixer: RunningNetwork
  let replay: PairReplay
  /// Which of the remembered ones are learned from.
  var random: Random
  private let settings: TwoStageSettings
  private let batch: PairReplay
  private let joint: FloatMemory
  private let probabilities: FloatMemory
  private let goals: FloatMemory

  private var entities: Int { sizes.rows }
  private var choices: Int { sizes.columns }

  init(_ sizes: PairSizes, _ settings: TwoStageSettings) {
    self.sizes = sizes
    self.settings = settings
    random = Random(seed: settings.seed, stream: 17)
    let width = settings.width
    func pair(_ name: String, divisor: Float, stream: UInt64) -> RunningNetwork {
      var layout = ParameterLayout()
      let layer = PairLayer(
        name, rows: sizes.rows, rowSize: sizes.rowSize, columns: sizes.columns,
        columnSize: sizes.columnSize, width: width, divisor: divisor, in: &layout)
      var random = Random(seed: settings.seed, stream: stream)
      return RunningNetwork(layer, layout, rows: settings.batch, epsilon: settings.epsilon, &random)
    }
    func mixer() -> RunningNetwork {
      var layout = ParameterLayout()
      let layer = SetMixer(
        "mixer", entities: sizes.rows, size: sizes.rowSize, width: width, channels: settings.channels,
        in: &layout)
      var random = Random(seed: settings.seed, stream: 13)
      return RunningNetwork(layer, layout, rows: settings.batch, epsilon: settings.epsilon, &random)
    }
    actor = pair("assign.actor", divisor: settings.divisor, stream: 11)
    critic = pair("assign.critic", divisor: Float(width).squareRoot(), stream: 12)
    targetCritic = pair("assign.critic", divisor: Float(width).squareRoot(), stream: 12)
    self.mixer = mixer()
    targetMixer = mixer()
    replay = PairReplay(
      rows: settings.memory, size: sizes.numbers, flags: sizes.pairs, choices: sizes.rows)
    batch = PairReplay(rows: settings.batch, size: sizes.numbers, flags: sizes.pairs, choices: sizes.rows)
    joint = FloatMemory(count: settings.batch * sizes.rows * (sizes.rowSize + 1))
    probabilities = FloatMemory(count: settings.batch * sizes.pairs)
    goals = FloatMemory(count: settings.batch)
  }

  /// A choice for each entity, which `pick` takes by probabilities: how many there are, and where.
  func choose(
    _ scene: UnsafePointer<Float>, _ mask: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<Int32>,
    _ pick: (UnsafePointer<Float>, Int) -> Int
  ) {
    actor.forward(scene, rows: 1)
    for entity in 0..<entities {
      let at = entity * choices
      _ = Categorical.probabilities(
        actor.output.base + at, mask: mask + at, count: choices, probabilities.base)
      target[entity] = Int32(pick(probabilities.base, choices))
    }
  }

  /// One step of all networks on a batch of what is remembered.
  func learn() throws(TrainingError) {
    let rows = settings.batch
    for row in 0..<rows { replay.copy(random.below(replay.count), to: batch, row) }
    setGoals(rows)
    try learnValues(rows)
    try learnChoices(rows)
    targetCritic.approach(critic, settings.tau)
    targetMixer.approach(mixer, settings.tau)
  }

  /// Fills `probabilities` from the actor's logits.
  private func soften(_ mask: UnsafePointer<UInt8>, _ rows: Int) {
    for row in 0..<(rows * entities) {
      let at = row * choices
      _ = Categorical.probabilities(
        actor.output.base + at, mask: mask + at, count: choices, probabilities.base + at)
    }
  }

  /// Sets the mixer's input: what entities are, and a value for each.
  private func join(_ scene: UnsafePointer<Float>, _ rows: Int, _ value: (Int) -> Float) {
    let numbers = sizes.rowNumbers
    for row in 0..<rows {
      let target = joint.base + row * (numbers + entities)
      target.update(from: scene + row * batch.size, count: numbers)
      for entity in 0..<entities { target[numbers + entity] = value(row * entities + entity) }
    }
  }

  private func setGoals(_ rows: Int) {
    actor.forward(batch.nextScene, rows: rows)
    soften(batch.nextMask, rows)
    targetCritic.forward(batch.nextScene, rows: rows)
    join(batch.nextScene, rows) {
      SoftChoice.value(
        probabilities.base + $0 * choices, targetCritic.output.base + $0 * choices, count: choices,
        entropy: settings.entropy)
    }
    targetMixer.forward(joint.base, rows: rows)
    for row in 0..<rows {
      goals.base[row] = batch.reward(row) + batch.discount(row) * targetMixer.output.base[row]
    }
  }

  private func learnValues(_ rows: Int) throws(TrainingError) {
    critic.forward(batch.scene, rows: rows)
    join(batch.scene, rows) { critic.output.base[$0 * choices + Int(batch.choice[$0])] }
    mixer.forward(joint.base, rows: rows)
    for row in 0..<rows {
      mixer.byOutput.base[row] = (mixer.output.base[row] - goals.base[row]) / Float(rows)
    }
    mixer.backward(joint.base, rows: rows)
    critic.byOutput.clear()
    for row in 0..<(rows * entities) {
      critic.byOutput.base[row * choices + Int(batch.choice[row])] = slope(row)
    }
    critic.backward(batch.scene, rows: rows)
    try mixer.step(rate: settings.rate, clip: settings.gradientNorm)
    try critic.step(rate: settings.rate, clip: settings.gradientNorm)
  }

  /// The gradient that the mixer gave by the value of an entity; `row` counts entities.
  private func slope(_ row: Int) -> Float {
    let numbers = sizes.rowNumbers
    return mixer.byInput.base[row / entities * (numbers + entities) + numbers + row % entities]
  }

  private func learnChoices(_ rows: Int) throws(TrainingError) {
    actor.forward(batch.scene, rows: rows)
    soften(batch.mask, rows)
    critic.forward(batch.scene, rows: rows)
    join(batch.scene, rows) {
      SoftChoice.value(
        probabilities.base + $0 * choices, critic.output.base + $0 * choices, count: choices, entropy: 0)
    }
    mixer.forward(joint.base, rows: rows)
    for row in 0..<rows { mixer.byOutput.base[row] = 1 / Float(rows) }
    mixer.backward(joint.base, rows: rows)
    for row in 0..<(rows * entities) {
      let at = row * choices
      SoftChoice.gradient(
        probabilities.base + at, critic.output.base + at, count: choices, slope: slope(row),
        entropy: settings.entropy / Float(rows), actor.byOutput.base + at)
    }
    actor.backward(batch.scene, rows: rows)
    try actor.step(rate: settings.rate, clip: settings.gradientNorm)
  }
}
