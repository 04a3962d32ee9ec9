import MusterMath
import Synchronization

/// Trains agents that share one policy, by independent PPO or MAPPO, on many copies of a world.
///
/// Everything follows from the settings (with their seed) and the world: the number of threads changes the time
/// and no bit of the result. Not for use from several threads at once.
public final class PPOTrainer {
  /// What it trains with.
  public let settings: PPOSettings
  /// The sizes of its world.
  public let shape: WorldShape
  /// How many threads it uses.
  public var threads: Int {
    didSet { threads = max(threads, 1) }
  }
  /// Steps of single copies so far.
  public internal(set) var frames = 0
  /// Updates so far.
  public internal(set) var updates = 0
  /// What the last update did.
  public private(set) var report = PPOReport()

  let networks: ActorCritic
  let rollout: Rollout
  let collectors: [Collector]
  let learners: [Learner]
  var normalisers: Normalisers
  var random: Random
  var order: [Int]

  /// Builds networks and worlds anew. `world` makes the copies of the given numbers, each at the start of an
  /// episode; it is asked for disjoint ranges. Throws where the settings cannot be trained with.
  public init(
    _ settings: PPOSettings, threads: Int, world: (Range<Int>) -> any VectorWorld
  ) throws(TrainingError) {
    try settings.check()
    let worlds = (0..<settings.shards).map { shard in
      let range = Self.part(shard, of: settings.shards, settings.copies)
      return (range, world(range))
    }
    let shape = WorldShape(worlds[0].1)
    if settings.design == .roles && shape.roles.isEmpty {
      throw .setting(name: "design", found: "roles", expected: "another one: this world has no roles")
    }
    if settings.adviceFrames > 0 && !(worlds[0].1 is any AdvisedWorld) {
      throw .setting(
        name: "adviceFrames", found: "\(settings.adviceFrames)", expected: "0: this world gives no advice")
    }
    try Room.check("copies * horizon", settings.batchFrames, bytesEach: Rollout.bytes(shape))
    let networks = ActorCritic(shape, settings)
    self.settings = settings
    self.shape = shape
    self.threads = max(threads, 1)
    self.networks = networks
    rollout = Rollout(
      shape, copies: settings.copies, horizon: settings.horizon, keepsStates: networks.seesState,
      hasPotential: settings.usesPotential,
      hasAdvice: settings.adviceFrames > 0)
    collectors = worlds.map { Collector($0.0, $0.1, networks, seed: settings.seed) }
    let largest = settings.batchFrames / settings.minibatches + 1
    learners = (0..<settings.shards).map { _ in
      Learner(networks, steps: largest / settings.shards + 1)
    }
    normalisers = Normalisers(decay: settings.returnDecay)
    random = Random(seed: settings.seed, stream: 3)
    order = Array(0..<settings.batchFrames)
  }

  /// Part `index` of `count` nearly equal parts of `total`.
  static func part(_ index: Int, of count: Int, _ total: Int) -> Range<Int> {
    (index * total / count)..<((index + 1) * total / count)
  }

  /// Collects one batch and learns from it. Throws where a gradient is not finite: then that network's parameters stand
  /// as they were before the failed step, and the trainer should be dropped for the last checkpoint.
  public func update() throws(TrainingError) -> PPOReport {
    let (rollout, collectors, normalisers) = (rollout, collectors, normalisers)
    // One graph for a batch: what is learned is compared with what was done.
    if let (layer, communication) = communicating {
      layer.graph.draw(
        networks.actor.values.base, isDense: updates < communication.warmUp, &random)
    }
    defer { communicating?.layer.graph.clear(networks.actor.values.base) }
    let advantages = Advantages(discount: settings.discount, lambda: settings.lambda)
    Workers.run(collectors.count, threads: threads) {
      collectors[$0].collect(rollout, advantages, normalisers)
    }
    normaliseReturns()
    rollout.normaliseAdvantages(
      settings.design == .roles ? shape.groups : [Array(0..<shape.agents)])
    frames += settings.batchFrames
    var report = PPOReport()
    report.returns = collectors.flatMap(\.finished)
    try learn(&report)
    updates += 1
    report.frames = frames
    report.updates = updates
    self.report = report
    return report
  }

  private func normaliseReturns() {
    if settings.returnDecay == 1 { return }
    let before = normalisers
    normalisers.own.add(rollout.returns.base, isPresent: rollout.isValued.base, count: rollout.rows)
    normalisers.own.rescale(networks.critic, from: before.own)
    guard let team = rollout.team, let network = networks.team else { return }
    normalisers.team.add(team.returns.base, count: settings.batchFrames)
    normalisers.team.rescale(network, from: before.team)
  }

  /// All epochs over the batch.
  private func learn(_ report: inout PPOReport) throws(TrainingError) {
    let (rollout, learners, normalisers) = (rollout, learners, normalisers)
    let loss = PPOLoss(clip: settings.clip, entropy: settings.entropy)
    let rest = settings.annealFrames == 0 ? 1 : 1 - Float(frames) / Float(settings.annealFrames)
    let fraction = max(rest, 0)
    // `frames` counts this batch already.
    let isAdvised = frames - settings.batchFrames < settings.adviceFrames
    let isFirstPaid = !isAdvised && frames - 2 * settings.batchFrames < settings.adviceFrames
    if isFirstPaid && settings.adviceFrames > 0 { networks.actor.adam.forget() }
    for learner in learners {
      learner.isAdvised = isAdvised
      learner.adviceWeight = isAdvised ? 1 : settings.adviceWeight
      learner.adviceDoubt = settings.adviceDoubt
    }
    var sums = PPOLoss.Sums()
    for epoch in 0..<settings.epochs {
      random.shuffle(&order)
      for minibatch in 0..<settings.minibatches {
        let slots = order[Self.part(minibatch, of: settings.minibatches, order.count)]
        let scale = 1 / Float(slots.count * shape.agents)
        Workers.run(learners.count, threads: threads) {
          let part = Self.part($0, of: learners.count, slots.count)
          let own = slots[(slots.startIndex + part.lowerBound)..<(slots.startIndex + part.upperBound)]
          learners[$0].learn(rollout, slots: own, loss, normalisers, scale: scale)
        }
        (report.actorNorm, report.criticNorm) = try step(epoch, fraction)
        for learner in learners { sums.add(learner.sums) }
      }
    }
    report.take(sums)
  }

  /// The actor's layer and its settings, where agents hear each other.
  private var communicating: (layer: CommunicationLayer, settings: Communication)? {
    guard case .communicating(let communication) = settings.design else { return nil }
    return networks.hearing.map { ($0, communication) }
  }

  /// One step of each network, side by side. Returns the norms of the gradients before they were cut.
  private func step(_ epoch: Int, _ fraction: Float) throws(TrainingError) -> (actor: Double, critic: Double)
  {
    let (rate, range) = actorStep(epoch)
    let (actor, critic, clip) = (rate * fraction, settings.criticRate * fraction, settings.gradientNorm)
    var steps: [(network: Network, gradients: [FloatMemory], rate: Float, range: Range<Int>?)] = [
      (networks.actor, learners.map(\.actorGradients), actor, range),
      (networks.critic, learners.map(\.criticGradients), critic, nil),
    ]
    if let team = networks.team { steps.append((team, learners.map(\.teamGradients), critic, nil)) }
    let norms = Mutex([Result<Double, TrainingError>](repeating: .success(0), count: steps.count))
    Workers.run(steps.count, threads: threads) { [steps] index in
      let step = steps[index]
      let norm = Result { () throws(TrainingError) in
        try step.network.step(step.gradients, rate: step.rate, clip: clip, range: step.range)
      }
      norms.withLock { $0[index] = norm }
    }
    let found = norms.withLock { $0 }
    for norm in found { _ = try norm.get() }
    return (try found[0].get(), try found[1].get())
  }

  /// The rate of an epoch's steps of the actor and the parameters that they move: its weights or, every so many epochs,
  /// who hears whom.
  private func actorStep(_ epoch: Int) -> (rate: Float, range: Range<Int>?) {
    guard let (layer, communication) = communicating else { return (settings.actorRate, nil) }
    // Epochs are counted over updates, so that a period longer than an update's epochs comes round too.
    let isForEdges = (updates * settings.epochs + epoch + 1) % communication.edgePeriod == 0
    return isForEdges
      ? (communication.edgeRate, layer.edgeRange)
      : (settings.actorRate, layer.weightRange(networks.actor.layout.count))
  }
}
