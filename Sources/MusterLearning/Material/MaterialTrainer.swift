import MusterMath

/// Two-stage multi-entity task allocation (arXiv 2407.00496) in a ``MaterialWorld``: ``PreAssignment`` sends entities to
/// tasks as candidates, then ``Selection`` chooses each task's team among them.
///
/// Everything follows from the settings, the world's and its demands. The two stages learn at the same time where there
/// are two threads, which changes no bit. The networks' parameters do not depend on how many entities and tasks there
/// are: what was learned can act in a world of other sizes.
public final class MaterialTrainer {
  /// What it trains with.
  public let settings: TwoStageSettings
  /// The world's sizes.
  public let world: MaterialWorld.Settings
  /// Episodes so far.
  public internal(set) var episodes = 0

  private let demands: [SIMD3<Double>]
  var random: Random
  let stages: MaterialStages

  /// Throws where the settings cannot be trained with.
  public init(
    _ settings: TwoStageSettings, _ world: MaterialWorld.Settings, demands: [SIMD3<Double>] = []
  ) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    self.world = world
    self.demands = demands
    random = Random(seed: settings.seed, stream: 16)
    let sizes = MaterialStages.sizes(world)
    try StagePair.check(sizes.assigning, sizes.selecting, settings)
    stages = MaterialStages(world, settings)
  }

  /// Trains for one episode; returns what it paid. Throws where a gradient is not finite.
  public func episode(threads: Int = 1) throws -> Double {
    var sum = 0.0
    var world = MaterialWorld(world, demands: demands, episode: episodes, seed: settings.seed)
    stages.look(world, stages.scene, stages.mask)
    while !world.isOver {
      let teams = stages.teams(world, &random, learns: true)
      let paid = world.step(teams)
      sum += paid
      stages.look(world, stages.nextScene, stages.nextMask)
      stages.assignment.replay.add(
        stages.scene.base, stages.mask.base, stages.sent.base, reward: Float(paid),
        discount: world.isOver ? 0 : settings.discount, next: stages.nextScene.base, stages.nextMask.base)
      swap(&stages.scene, &stages.nextScene)
      swap(&stages.mask, &stages.nextMask)
      try stages.learn(threads: threads)
    }
    episodes += 1
    return sum
  }

  /// The returns of so many episodes under what was learned, in a world of these or other sizes. Choices are drawn, as
  /// in training: the most probable one of each entity by itself is no good plan, because entities that look alike
  /// would all go to one task.
  public func returns(
    _ world: MaterialWorld.Settings, demands: [SIMD3<Double>] = [], episodes: Int, seed: UInt64,
    threads: Int = 1
  ) throws -> [Double] {
    try Workers.map(episodes, threads: threads) { [settings, stages] episode in
      let own = MaterialStages(world, settings.acting)
      own.copy(stages)
      var world = MaterialWorld(world, demands: demands, episode: episode, seed: seed)
      var random = Random(seed: Mix.hash(seed, UInt64(episode)))
      var sum = 0.0
      while !world.isOver {
        own.look(world, own.scene, own.mask)
        sum += world.step(own.teams(world, &random, learns: false))
      }
      return sum
    }
  }
}
