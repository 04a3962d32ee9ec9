import MusterLearning

/// What `muster train material` can be told: `--set KEY=VALUE`.
struct MaterialKeys: Sendable {
  static let entities = TraceKey.whole("entities", 30, in: 1...1000, "entities on the map; the paper has 100")
  static let tasks = TraceKey.whole("tasks", 30, in: 1...10_000, "tasks in an episode")
  static let open = TraceKey.whole("open", 5, in: 1...100, "tasks that are open at a time")
  static let length = TraceKey.whole(
    "length", 60, in: 1...10_000, "steps in an episode; the paper has 150")
  static let demand = TraceKey.number(
    "demand", 2, in: 0.01...100, "what the largest tasks ask for; an entity has 0.5 on average")
  static let episodes = TraceKey.whole("episodes", 4, in: 1...10_000, "episodes in a step of training")
  static let memory = TraceKey.whole("memory", 5000, in: 1...10_000_000, "steps that are remembered")
  static let batch = TraceKey.whole(
    "batch", 32, in: 1...10_000, "remembered steps that are learned from at once")
  static let warmUp = TraceKey.whole(
    "warm-up", 500, in: 0...10_000_000, "remembered steps before learning begins")
  static let rate = TraceKey.number(
    "rate", 1e-3, in: 1e-9...1, "the optimisers' rate; the paper has 0.00001 for runs of days")
  static let discount = TraceKey.number("discount", 0.98, in: 0...1, "discount of future rewards, a step")
  static let entropy = TraceKey.number("entropy", 0.01, in: 0...100, "weight of the entropy")
  static let share = TraceKey.number(
    "training-share", 0.6, in: 0.01...1, TrainingGround.shareMeaning)
  static let evaluations = TraceKey.whole("evaluations", 16, in: 1...10_000, "test episodes of each trace")
  static let seed = TraceKey.whole("seed", 1, in: 0...1_000_000_000, "of everything that is drawn")

  static let parameters: [TraceParameter] = [
    entities.parameter, tasks.parameter, open.parameter, length.parameter, demand.parameter,
    episodes.parameter, TwoStageKeys.width.parameter, TwoStageKeys.divisor.parameter, memory.parameter,
    batch.parameter, warmUp.parameter, rate.parameter, TwoStageKeys.gradientNorm.parameter,
    discount.parameter, TwoStageKeys.tau.parameter, entropy.parameter, share.parameter,
    evaluations.parameter, seed.parameter,
  ]

  let world: MaterialWorld.Settings
  let learning: TwoStageSettings
  let episodes, evaluations: Int
  let trainingShare: Double

  init(_ spec: TraceSpec) throws(TraceSpecError) {
    var world = MaterialWorld.Settings()
    world.entities = try spec.value(Self.entities)
    world.tasks = try spec.value(Self.tasks)
    world.open = try spec.value(Self.open)
    world.steps = try spec.value(Self.length)
    world.demand = try spec.value(Self.demand)
    self.world = world
    var learning = TwoStageSettings()
    learning.width = try spec.value(TwoStageKeys.width)
    learning.divisor = Float(try spec.value(TwoStageKeys.divisor))
    learning.memory = try spec.value(Self.memory)
    learning.batch = try spec.value(Self.batch)
    learning.warmUp = try spec.value(Self.warmUp)
    learning.rate = Float(try spec.value(Self.rate))
    learning.gradientNorm = Float(try spec.value(TwoStageKeys.gradientNorm))
    learning.discount = Float(try spec.value(Self.discount))
    learning.tau = Float(try spec.value(TwoStageKeys.tau))
    learning.entropy = Float(try spec.value(Self.entropy))
    learning.seed = UInt64(try spec.value(Self.seed))
    self.learning = learning
    episodes = try spec.value(Self.episodes)
    evaluations = try spec.value(Self.evaluations)
    trainingShare = try spec.value(Self.share)
    try spec.check(Self.memory, atLeast: Self.batch)
    try spec.check(Self.memory, atLeast: Self.warmUp)
  }
}
