import MusterMath

/// Counterfactual multi-agent policy gradients (Foerster et al., 2018): agents share an actor; a centralised critic
/// values all of an agent's actions with those of the others held, and an action's advantage is its value less what
/// the agent's policy would get on average. The team's reward is the mean of the agents'.
///
/// On policy, one step of the actor a batch. Advantages are scaled to unit size. Where an episode is cut off at its
/// time limit, the value of its last step stands for what would follow. What an agent is paid while it cannot choose
/// belongs to its last choice. One thread; everything follows from the
/// settings and the world. `O(steps * agents)` passes through both networks an update.
public final class COMATrainer {
  /// What it trains with.
  public let settings: COMASettings
  /// The sizes of its world.
  public let shape: WorldShape
  /// Steps of single copies so far.
  public internal(set) var frames = 0
  /// Updates so far.
  public internal(set) var updates = 0

  let actor: Network
  /// Mean entropy of the policy in the last update, in nats.
  public private(set) var entropy = 0.0
  let driver: WorldDriver
  let critic: COMACritic
  let target: COMACritic
  private let observations: FloatMemory
  private let masks: Column<UInt8>
  private let actions: Column<Int32>
  private let rewards: FloatMemory
  private let ends: Column<EpisodeEnd>
  private let isPresent: Column<Bool>
  /// Whether the critic learns from the row: the agent is present or waits for its next choice.
  private let isValued: Column<Bool>
  private let goals: FloatMemory
  private let logits: FloatMemory
  private let byLogits: FloatMemory
  private let probabilities: FloatMemory
  private let actorTape: FloatMemory
  private let actorGradients: FloatMemory
  var random: Random

  /// `world` makes the copies of the given numbers. Throws where the settings cannot be trained with.
  public init(_ settings: COMASettings, world: (Range<Int>) -> any VectorWorld) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    driver = WorldDriver(world(0..<settings.copies))
    shape = driver.shape
    try Room.check(
      "copies * horizon", settings.copies * settings.horizon, bytesEach: Rollout.bytes(shape))
    var random = Random(seed: settings.seed, stream: 1)
    var layout = ParameterLayout()
    let stack = Stack.perceptron(
      "actor", inputs: shape.observationSize, hidden: settings.actorHidden, outputs: shape.actions,
      activation: .tanh, lastGain: 0.01, in: &layout)
    actor = Network(stack, layout, epsilon: settings.epsilon, &random)
    // The states that follow the batch have rows of their own.
    let rows = (settings.horizon + 1) * settings.copies * shape.agents
    critic = COMACritic(shape, settings, rows: rows, &random)
    target = COMACritic(shape, settings, rows: rows, &random)
    target.network.values.copy(critic.network.values)
    observations = FloatMemory(count: rows * shape.observationSize)
    masks = Column(count: rows * shape.actions, of: 1)
    actions = Column(count: rows, of: 0)
    rewards = FloatMemory(count: settings.horizon * settings.copies)
    ends = Column(count: settings.horizon * settings.copies, of: .running)
    isPresent = Column(count: rows, of: true)
    isValued = Column(count: rows, of: true)
    goals = FloatMemory(count: rows)
    logits = FloatMemory(count: rows * shape.actions)
    byLogits = FloatMemory(count: rows * shape.actions)
    probabilities = FloatMemory(count: rows * shape.actions)
    actorTape = FloatMemory(count: stack.tapeCount(rows: rows))
    actorGradients = FloatMemory(count: layout.count)
    self.random = Random(seed: settings.seed, stream: 2)
  }

  /// Agents' rows of a step of all copies.
  private var width: Int { settings.copies * shape.agents }

  /// Collects one batch and learns from it. Returns the returns of the episodes that ended in it, mean over agents.
  public func update() throws(TrainingError) -> [Double] {
    driver.finished.removeAll(keepingCapacity: true)
    for step in 0..<settings.horizon {
      look(step)
      driver.step()
      for copy in 0..<settings.copies {
        rewards.base[step * settings.copies + copy] = driver.teamReward(copy)
        ends.base[step * settings.copies + copy] = driver.ends.base[copy]
      }
      driver.look()
      driver.resetEnded()
    }
    look(settings.horizon)
    setGoals()
    try learnValues()
    try learnPolicy()
    frames += settings.horizon * settings.copies
    updates += 1
    if updates % settings.targetPeriod == 0 { target.network.values.copy(critic.network.values) }
    return driver.finished
  }

  /// Writes down what the world shows and draws actions.
  private func look(_ step: Int) {
    let first = step * width
    (observations.base + first * shape.observationSize).update(
      from: driver.observations.base, count: width * shape.observationSize)
    (masks.base + first * shape.actions).update(from: driver.masks.base, count: width * shape.actions)
    run(first..<(first + width))
    for row in 0..<width {
      let own = probabilities.base + (first + row) * shape.actions
      let action = Categorical.sample(own, count: shape.actions, &random)
      driver.actions.base[row] = Int32(action)
      actions.base[first + row] = Int32(action)
    }
    for critic in [critic, target] {
      critic.fill(
        first, states: driver.states.base, observations: driver.observations.base,
        actions: driver.actions.base, copies: settings.copies)
    }
  }

  /// Fills logits and probabilities of some rows.
  private func run(_ rows: Range<Int>) {
    actor.layer.forward(
      actor.values.base, input: observations.base + rows.lowerBound * shape.observationSize,
      rows: rows.count, output: logits.base + rows.lowerBound * shape.actions, tape: actorTape.base)
    for row in rows {
      let at = row * shape.actions
      let sum = Categorical.probabilities(
        logits.base + at, mask: masks.base + at, count: shape.actions, probabilities.base + at)
      isPresent.base[row] = sum != nil
    }
  }

  /// What the critic is to learn: TD(lambda) over the batch by the target critic.
  private func setGoals() {
    target.run(rows: (settings.horizon + 1) * width)
    func value(_ row: Int) -> Float {
      target.values.base[row * shape.actions + Int(actions.base[row])]
    }
    for row in 0..<width {
      ValuedSteps.mark(
        steps: settings.horizon, stride: width, isPresent: isPresent.base + row,
        ends: ends.base + row / shape.agents, endStride: settings.copies, isValued: isValued.base + row)
      let last = settings.horizon * width + row
      var (next, goal) = (value(last), value(last))
      for step in stride(from: settings.horizon - 1, through: 0, by: -1) {
        let (at, slot) = (step * width + row, step * settings.copies + row / shape.agents)
        switch ends.base[slot] {
        case .running: break
        case .terminated: (next, goal) = (0, 0)
        case .truncated: (next, goal) = (value(at), value(at))
        }
        let following = (1 - settings.lambda) * next + settings.lambda * goal
        goal = rewards.base[slot] + settings.discount * following
        goals.base[at] = goal
        next = isPresent.base[at] ? value(at) : goal
      }
    }
  }

  private func learnValues() throws(TrainingError) {
    let rows = settings.horizon * width
    let count = Float(max((0..<rows).count { isValued.base[$0] }, 1))
    for _ in 0..<settings.criticEpochs {
      critic.run(rows: rows)
      critic.byValues.clear()
      for row in 0..<rows where isValued.base[row] {
        let at = row * shape.actions + Int(actions.base[row])
        critic.byValues.base[at] = (critic.values.base[at] - goals.base[row]) / count
      }
      try critic.learn(rows: rows, rate: settings.criticRate, clip: settings.gradientNorm)
    }
  }

  private func learnPolicy() throws(TrainingError) {
    let rows = settings.horizon * width
    critic.run(rows: rows)
    run(0..<rows)
    var moments = RunningMoments()
    for row in 0..<rows where isPresent.base[row] { moments.add(Double(advantage(row))) }
    let scale = 1 / Float(max(moments.deviation, 1e-6))
    let loss = PPOLoss(clip: .infinity, entropy: settings.entropy)
    var sums = PPOLoss.Sums()
    for row in 0..<rows {
      let (at, action) = (row * shape.actions, Int(actions.base[row]))
      // The ratio to the old policy is 1: it is the same policy.
      let old = Float(Portable.log(Double(max(probabilities.base[at + action], 1e-30))))
      loss.policy(
        logits.base + at, mask: masks.base + at, count: shape.actions, action: action, oldLog: old,
        advantage: isPresent.base[row] ? advantage(row) * scale : 0, scale: 1 / Float(max(moments.count, 1)),
        probabilities: probabilities.base + at, byLogits.base + at, &sums)
    }
    entropy = sums.entropy / max(sums.rows, 1)
    actorGradients.clear()
    actor.layer.backward(
      actor.values.base, gradients: actorGradients.base, input: observations.base, output: logits.base,
      outputGradient: byLogits.base, rows: rows, inputGradient: nil, tape: actorTape.base)
    _ = try actor.step([actorGradients], rate: settings.actorRate, clip: settings.gradientNorm)
  }

  /// The counterfactual advantage of what an agent did, by what `critic.run` gave.
  private func advantage(_ row: Int) -> Float {
    let (values, own) = (critic.values.base + row * shape.actions, probabilities.base + row * shape.actions)
    return values[Int(actions.base[row])] - Lanes.dot(values, own, count: shape.actions)
  }

  /// The policy as it stands, for so many copies.
  public func actor(copies: Int) -> any TeamActor { SharedActor(actor, shape, copies: copies) }
}
