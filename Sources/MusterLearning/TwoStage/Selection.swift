import MusterMath

/// The second stage of two-stage allocation (arXiv 2407.00496): chooses entities for one task, one after the other, from
/// those that the first stage sent, until it stops.
///
/// Discrete soft actor and critic: candidates and the task, of which what is left to cover is shown, go through an
/// embedding each, and a choice's logit is their dot product; stopping is a candidate of its own, of zeros.
/// `O(batch * entities * width^2)` a step. One thread at a time.
final class Selection: @unchecked Sendable {
  /// Candidates, and stopping, the last.
  let choices: Int
  let actor: RunningNetwork
  let critic: RunningNetwork
  let target: RunningNetwork
  let replay: PairReplay
  /// Which of the remembered ones are learned from.
  var random: Random
  private let settings: TwoStageSettings
  private let batch: PairReplay
  private let probabilities: FloatMemory

  init(entities: Int, _ settings: TwoStageSettings) {
    choices = entities + 1
    self.settings = settings
    random = Random(seed: settings.seed, stream: 18)
    let (rows, width) = (entities + 1, settings.width)
    func pair(_ name: String, stream: UInt64) -> RunningNetwork {
      var layout = ParameterLayout()
      let layer = PairLayer(
        name, rows: rows, rowSize: MaterialWorld.entitySize, columns: 1, columnSize: MaterialWorld.taskSize,
        width: width, divisor: Float(width).squareRoot(), in: &layout)
      var random = Random(seed: settings.seed, stream: stream)
      return RunningNetwork(layer, layout, rows: settings.batch, epsilon: settings.epsilon, &random)
    }
    actor = pair("select.actor", stream: 14)
    critic = pair("select.critic", stream: 15)
    target = pair("select.critic", stream: 15)
    let size = actor.network.layer.inputs
    replay = PairReplay(rows: settings.memory, size: size, flags: rows, choices: 1)
    batch = PairReplay(rows: settings.batch, size: size, flags: rows, choices: 1)
    probabilities = FloatMemory(count: settings.batch * rows)
  }

  /// Draws an entity, or the last choice for stopping.
  func choose(_ scene: FloatMemory, _ mask: Column<UInt8>, _ random: inout Random) -> Int {
    actor.forward(scene.base, rows: 1)
    _ = Categorical.probabilities(actor.output.base, mask: mask.base, count: choices, probabilities.base)
    return Categorical.sample(probabilities.base, count: choices, &random)
  }

  /// One step of both networks on a batch of what is remembered.
  func learn() throws(TrainingError) {
    let rows = settings.batch
    for row in 0..<rows { replay.copy(random.below(replay.count), to: batch, row) }
    actor.forward(batch.nextScene, rows: rows)
    soften(batch.nextMask, rows)
    target.forward(batch.nextScene, rows: rows)
    critic.forward(batch.scene, rows: rows)
    critic.byOutput.clear()
    for row in 0..<rows {
      let at = row * choices
      let next = SoftChoice.value(
        probabilities.base + at, target.output.base + at, count: choices, entropy: settings.entropy)
      let goal = batch.reward(row) + (batch.isLast(row) ? 0 : settings.discount * next)
      let chosen = at + Int(batch.choice[row])
      critic.byOutput.base[chosen] = (critic.output.base[chosen] - goal) / Float(rows)
    }
    critic.backward(batch.scene, rows: rows)
    try critic.step(rate: settings.rate, clip: settings.gradientNorm)
    actor.forward(batch.scene, rows: rows)
    soften(batch.mask, rows)
    critic.forward(batch.scene, rows: rows)
    let share = 1 / Float(rows)
    for row in 0..<rows {
      let at = row * choices
      SoftChoice.gradient(
        probabilities.base + at, critic.output.base + at, count: choices, slope: share,
        entropy: settings.entropy * share, actor.byOutput.base + at)
    }
    actor.backward(batch.scene, rows: rows)
    try actor.step(rate: settings.rate, clip: settings.gradientNorm)
    target.approach(critic, settings.tau)
  }

  private func soften(_ mask: UnsafePointer<UInt8>, _ rows: Int) {
    for row in 0..<rows {
      let at = row * choices
      _ = Categorical.probabilities(
        actor.output.base + at, mask: mask + at, count: choices, probabilities.base + at)
    }
  }
}
