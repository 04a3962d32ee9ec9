import MusterMath

/// The second stage of two-stage allocation (arXiv 2407.00496): chooses one for a task, of the candidates that the first
/// stage left, or stops.
///
/// Discrete soft actor and critic: candidates and the task go through an embedding each, and a choice's logit is their
/// dot product; stopping is a candidate of its own. `O(batch * candidates * width^2)` a step. One thread at a time.
final class Selection: @unchecked Sendable {
  /// Rows are candidates, the task is the one column.
  let sizes: PairSizes
  let actor: RunningNetwork
  let critic: RunningNetwork
  let target: RunningNetwork
  let replay: PairReplay
  /// Which of the remembered ones are learned from.
  var random: Random
  private let settings: TwoStageSettings
  private let batch: PairReplay
  private let probabilities: FloatMemory

  private var choices: Int { sizes.rows }

  init(_ sizes: PairSizes, _ settings: TwoStageSettings) {
    self.sizes = sizes
    self.settings = settings
    random = Random(seed: settings.seed, stream: 18)
    let width = settings.width
    func pair(_ name: String, stream: UInt64) -> RunningNetwork {
      var layout = ParameterLayout()
      let layer = PairLayer(
        name, rows: sizes.rows, rowSize: sizes.rowSize, columns: sizes.columns,
        columnSize: sizes.columnSize, width: width, divisor: Float(width).squareRoot(), in: &layout)
      var random = Random(seed: settings.seed, stream: stream)
      return RunningNetwork(layer, layout, rows: settings.batch, epsilon: settings.epsilon, &random)
    }
    actor = pair("select.actor", stream: 14)
    critic = pair("select.critic", stream: 15)
    target = pair("select.critic", stream: 15)
    replay = PairReplay(rows: settings.memory, size: sizes.numbers, flags: sizes.pairs, choices: 1)
    batch = PairReplay(rows: settings.batch, size: sizes.numbers, flags: sizes.pairs, choices: 1)
    probabilities = FloatMemory(count: settings.batch * sizes.pairs)
  }

  /// A candidate's number, which `pick` takes by probabilities: how many there are, and where.
  func choose(
    _ scene: UnsafePointer<Float>, _ mask: UnsafePointer<UInt8>, _ pick: (UnsafePointer<Float>, Int) -> Int
  ) -> Int {
    actor.forward(scene, rows: 1)
    _ = Categorical.probabilities(actor.output.base, mask: mask, count: choices, probabilities.base)
    return pick(probabilities.base, choices)
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
      let goal = batch.reward(row) + batch.discount(row) * next
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
