import MusterMath

/// All hyper-parameters of GMAH.
public struct GMAHSettings: Sendable, Equatable {
  /// Of those who walk to subgoals: PPO, each agent with a critic of its own.
  public var walking = PPOSettings()
  /// Of those who choose them: values of subgoals, mixed by a function that falls in none of them.
  public var planning = ValueSettings()
  /// Updates of the walkers in a round.
  public var walkingUpdates = 1
  /// Steps of the planners in a round.
  public var planningSteps = 50
  /// How often a walker in training aims at a subgoal at random.
  public var explore = 0.5

  /// The paper's values for PPO; the rest is ours.
  public init() {
    walking.isCentralised = false
    walking.actorRate = 1e-3
    walking.criticRate = 1e-3
    walking.epochs = 4
  }
}

/// Subgoals with monotone mixing (GMAH, 2024, arXiv 2408.11416): a high level picks a subgoal for each agent and plans
/// anew only when it is reached or cannot be; a low level learns by PPO to reach what it is told to, for an intrinsic
/// reward. Subgoals' values are mixed so that the team's falls in none of them; the high level learns them from replay,
/// a step at a time with the subgoal held, where the paper has PPO.
///
/// Both levels learn in turns, each in copies of the world of its own. One thread; everything follows from the settings
/// and the world.
public final class GMAHTrainer {
  /// What it trains with.
  public let settings: GMAHSettings
  /// What walks.
  public let walking: PPOTrainer
  /// What plans.
  public let planning: ValueTrainer
  let subgoals: any Subgoals
  private let planner: BorrowedActor
  private let walker: BorrowedActor

  /// `world` makes the copies of the given numbers. Throws where the settings cannot be trained with.
  public init(
    _ settings: GMAHSettings, _ subgoals: any Subgoals, world: (Range<Int>) -> any VectorWorld
  ) throws(TrainingError) {
    var settings = settings
    // One shard: the planner is asked for all copies at once.
    settings.walking.shards = 1
    self.settings = settings
    self.subgoals = subgoals
    let (planner, walker) = (BorrowedActor(), BorrowedActor())
    (self.planner, self.walker) = (planner, walker)
    walking = try PPOTrainer(settings.walking, threads: 1) {
      LowLevelWorld(world($0), subgoals, planner, explore: settings.explore, seed: settings.walking.seed)
    }
    planning = try ValueTrainer(settings.planning) { HighLevelWorld(world($0), subgoals, walker) }
    planner.actor = planning.actor(copies: settings.walking.copies)
    walker.actor = walking.actor(copies: settings.planning.copies)
  }

  /// One round: the walkers' updates, then the planners' steps. Returns the returns of the planners' episodes that
  /// ended, mean over agents.
  public func update() throws(TrainingError) -> [Double] {
    for _ in 0..<settings.walkingUpdates { _ = try walking.update() }
    var returns: [Double] = []
    for _ in 0..<settings.planningSteps {
      _ = try planning.step()
      returns += planning.finished
    }
    return returns
  }

  /// The policy as it stands, for so many copies: subgoals and the way to them.
  public func actor(copies: Int) -> any TeamActor {
    GMAHActor(
      planning.actor(copies: copies), walking.actor(copies: copies), subgoals,
      rows: copies * planning.shape.agents, observationSize: planning.shape.observationSize, .untilReached)
  }
}
