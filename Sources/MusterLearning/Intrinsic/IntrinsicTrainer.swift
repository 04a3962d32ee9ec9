import MusterMath

/// Says how good observations are. One that asks an endpoint answers through the trainer's queue instead, when it can.
public protocol Annotator: Sendable {
  /// The score of an observation, 0...1; nil where the annotator does not know.
  func score(_ observation: [Float]) -> Float?
}

/// Trains a policy by PPO with an intrinsic reward from annotations (after ONI, Zheng et al., 2024): a part of what
/// agents see is offered to a queue, annotators answer when they can, a reward model learns the answers, and its score
/// is a potential that pays beside the world.
///
/// With an annotator at hand everything follows from settings, world and annotator. The queue is open to others:
/// `queue.take` and `queue.answer` between two updates.
public final class IntrinsicTrainer {
  /// How much is asked and what it pays.
  public struct Settings: Sendable, Equatable {
    /// What a rise of the score from 0 to 1 pays.
    public var weight: Float = 1
    /// Observations offered after each update.
    public var questions = 64
    /// Steps of the reward model after each update.
    public var steps = 32
    /// The standing values.
    public init() {}
  }

  /// What it trains with.
  public let settings: Settings
  /// What waits for annotators and what they said.
  public var queue = AnnotationQueue()
  /// What learns the policy.
  public let trainer: PPOTrainer
  /// The distilled answers.
  public let model: RewardModel
  /// The cross entropy of the model's last step, in nats; nil before the first answer.
  public private(set) var error: Double?
  private let annotator: (any Annotator)?
  var random: Random

  /// `world` makes the copies of the given numbers, without the intrinsic reward.
  public init(
    _ settings: Settings, _ ppo: PPOSettings, threads: Int, annotator: (any Annotator)?,
    world: (Range<Int>) -> any VectorWorld
  ) throws(TrainingError) {
    let size = world(0..<1).observationSize
    let model = RewardModel(observationSize: size, seed: ppo.seed)
    self.settings = settings
    self.model = model
    self.annotator = annotator
    trainer = try PPOTrainer(ppo, threads: threads) {
      AnnotatedWorld(world($0), model, weight: settings.weight, discount: ppo.discount)
    }
    random = Random(seed: ppo.seed, stream: 7)
  }

  /// One update of the policy, questions about what it saw, answers where there are any, and the model's steps.
  public func update() throws(TrainingError) -> PPOReport {
    let report = try trainer.update()
    let (rollout, size) = (trainer.rollout, trainer.shape.observationSize)
    for _ in 0..<settings.questions {
      let row = random.below(rollout.rows)
      let seen = UnsafeBufferPointer(start: rollout.observations.base + row * size, count: size)
      if rollout.isPresent.base[row] { _ = queue.offer(Array(seen)) }
    }
    if let annotator {
      for question in queue.take(settings.questions) {
        if let score = annotator.score(question.observation) {
          _ = queue.answer(question.number, score)
        } else {
          queue.release([question.number])
        }
      }
    }
    error = try model.learn(queue, steps: settings.steps)
    return report
  }
}
