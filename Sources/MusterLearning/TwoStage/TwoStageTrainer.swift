import MusterMath

/// Two-stage multi-entity task allocation (arXiv 2407.00496) in a ``MaterialWorld``: ``PreAssignment`` sends entities to
/// tasks as candidates, then ``Selection`` chooses each task's team among them.
///
/// Everything follows from the settings and the world's. One thread. The networks' parameters do not depend on how many
/// entities and tasks there are: what was learned can act in a world of other sizes.
public final class TwoStageTrainer {
  /// What it trains with.
  public let settings: TwoStageSettings
  /// Steps of the world so far.
  public private(set) var steps = 0

  private var world: MaterialWorld
  private var random: Random
  private let stages: TwoStages

  /// Throws where the settings cannot be trained with.
  public init(_ settings: TwoStageSettings, _ world: MaterialWorld.Settings) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    self.world = MaterialWorld(world, seed: settings.seed)
    random = Random(seed: settings.seed, stream: 16)
    stages = TwoStages(world, settings)
  }

  /// Trains for one episode; returns what it paid.
  public func episode() throws(TrainingError) -> Double {
    var sum = 0.0
    stages.look(world, stages.scene, stages.mask)
    while !world.isOver {
      let teams = stages.teams(world, &random, learns: true)
      let paid = world.step(teams)
      sum += paid
      steps += 1
      stages.look(world, stages.nextScene, stages.nextMask)
      stages.assignment.replay.add(
        stages.scene, stages.mask, stages.sent, reward: Float(paid), next: stages.nextScene, stages.nextMask,
        isLast: world.isOver)
      swap(&stages.scene, &stages.nextScene)
      swap(&stages.mask, &stages.nextMask)
      if stages.assignment.replay.count >= max(settings.warmUp, 1) { try stages.assignment.learn(&random) }
      if stages.selection.replay.count >= max(settings.warmUp, 1) { try stages.selection.learn(&random) }
    }
    world.reset()
    return sum
  }

  /// The mean return of so many episodes under what was learned, in a world of these or other sizes. Choices are drawn,
  /// as in training: the most probable one of each entity by itself is no good plan, because entities that look alike
  /// would all go to one task.
  public func score(_ world: MaterialWorld.Settings, episodes: Int, seed: UInt64) -> Double {
    let acting = TwoStages(world, settings)
    acting.copy(stages)
    var (world, random) = (MaterialWorld(world, seed: seed), Random(seed: seed))
    var sum = 0.0
    for _ in 0..<episodes {
      while !world.isOver {
        acting.look(world, acting.scene, acting.mask)
        sum += world.step(acting.teams(world, &random, learns: false))
      }
      world.reset()
    }
    return sum / Double(episodes)
  }
}
