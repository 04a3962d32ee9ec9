import MusterMath

/// Two-stage allocation (arXiv 2407.00496) for agents that run a world together: in the first stage
/// (``PreAssignment``) all choose for themselves who stands for work, their values mixed to that of the whole; in the
/// second (``Selection``) one who has a task at hand takes a candidate for it or none.
///
/// Both learn off policy from what the team is paid, mean over agents. From one choice of a stage to the next may be
/// many steps: each pays and is discounted (options, Sutton, Precup and Singh, 1999). The two stages learn at the same
/// time where there are two threads, which changes no bit; everything follows from the settings and the world.
public final class TwoStageTrainer {
  /// What it trains with.
  public let settings: TwoStageSettings
  /// The sizes of its world.
  public let shape: WorldShape
  /// Steps of single copies so far.
  public internal(set) var frames = 0
  public var threads = 1

  let driver: WorldDriver
  let stages: TwoStages
  let assigning: OpenChoices
  let selecting: OpenChoices
  var random: Random
  private let sight: any TwoStageSight

  /// `world` makes the copies of the given numbers. Throws where the settings cannot be trained with.
  public init(
    _ settings: TwoStageSettings, _ sight: any TwoStageSight, copies: Int,
    world: (Range<Int>) -> any VectorWorld
  ) throws(TrainingError) {
    try settings.check()
    self.settings = settings
    self.sight = sight
    driver = WorldDriver(world(0..<copies))
    shape = driver.shape
    let sizes = TwoStages.sizes(shape, sight)
    try StagePair.check(sizes.assigning, sizes.selecting, settings)
    stages = TwoStages(shape, sight, settings)
    assigning = OpenChoices(stages.assignment.replay, copies: copies)
    selecting = OpenChoices(stages.selection.replay, copies: copies)
    random = Random(seed: settings.seed, stream: 16)
  }

  /// One step of every copy, and one of each stage's optimisers once it remembers enough. Returns the returns of the
  /// episodes that ended, mean over agents.
  public func step() throws(TrainingError) -> [Double] {
    driver.finished.removeAll(keepingCapacity: true)
    for copy in 0..<driver.copies { choose(copy) }
    driver.step()
    for copy in 0..<driver.copies {
      let (reward, end) = (driver.teamReward(copy), driver.ends.base[copy])
      for open in [assigning, selecting] {
        open.pay(copy, reward, discount: settings.discount)
        open.end(copy, end)
      }
    }
    driver.look()
    driver.resetEnded()
    frames += driver.copies
    try stages.learn(threads: threads)
    return driver.finished
  }

  private func choose(_ copy: Int) {
    let first = copy * shape.agents
    let (mask, actions) = (driver.masks.base + first * shape.actions, driver.actions.base + first)
    let agent = stages.act(driver.observations.base + first * shape.observationSize, mask, into: actions) {
      Categorical.sample($0, count: $1, &random)
    }
    if let agent {
      selecting.add(copy, stages.selected.base, mask + agent * shape.actions, actions + agent)
    } else {
      assigning.add(copy, stages.assigned.base, mask, actions)
    }
  }

  /// The policy as it stands, for so many copies.
  public func actor(copies: Int) -> any TeamActor {
    TwoStageActor(shape, sight, settings, from: stages, copies: copies)
  }
}
