/// What all methods that learn to act together have in common: they take in some frames at a time, what they have
/// learned can be asked for actions, and all that they are can be saved and gone on from.
public protocol TeamLearner: AnyObject {
  /// Steps of single copies so far.
  var frames: Int { get }
  /// How many threads it uses at most; a method of one thread leaves it at 1. It changes no bit of what is learned.
  var threads: Int { get set }
  /// What the last `advance` measured, by name, for learning curves.
  var measures: [(name: String, value: Double)] { get }
  /// Goes on by the least that the method learns from. Returns the returns of the episodes that ended meanwhile, mean
  /// over agents, undiscounted. Throws where a gradient is not finite.
  func advance() throws(TrainingError) -> [Double]
  /// The policy as it stands, for so many copies.
  func actor(copies: Int) -> any TeamActor
  /// What acting needs, and nothing else.
  func policy() -> Checkpoint
  /// All that the next `advance` depends on.
  func checkpoint() -> Checkpoint
  /// Goes on from a checkpoint of a learner of the same method, settings and world, bit for bit; with other settings of
  /// the optimiser (rates, gradient norm, clip, entropy, annealing) it goes on from there with its own. Throws where it is
  /// of another one or damaged; then this learner is to be dropped.
  func restore(_ checkpoint: Checkpoint) throws
}

extension TeamLearner {
  public var threads: Int {
    get { 1 }
    set {}
  }
}

extension PPOTrainer: TeamLearner {
  public var measures: [(name: String, value: Double)] {
    [
      ("entropy", report.entropy), ("divergence", report.divergence), ("clipped", report.clipped),
      ("value loss", report.valueLoss),
    ]
  }

  public func advance() throws(TrainingError) -> [Double] { try update().returns }
}

extension ValueTrainer: TeamLearner {
  public var measures: [(name: String, value: Double)] {
    [("exploration", exploration)] + (error.map { [("squared error", $0)] } ?? [])
  }

  public func advance() throws(TrainingError) -> [Double] {
    _ = try step()
    return finished
  }
}

extension COMATrainer: TeamLearner {
  public var measures: [(name: String, value: Double)] { [("entropy", entropy)] }
  public func advance() throws(TrainingError) -> [Double] { try update() }
}

extension MADDPGTrainer: TeamLearner {
  public var measures: [(name: String, value: Double)] { error.map { [("squared error", $0)] } ?? [] }
  public func advance() throws(TrainingError) -> [Double] { try step() }
}

extension TwoStageTrainer: TeamLearner {
  public var measures: [(name: String, value: Double)] {
    [
      ("remembered assignments", Double(stages.assignment.replay.count)),
      ("remembered selections", Double(stages.selection.replay.count)),
    ]
  }

  public func advance() throws(TrainingError) -> [Double] { try step() }
}

extension GMAHTrainer: TeamLearner {
  public var frames: Int { walking.frames + planning.frames }

  public var threads: Int {
    get { walking.threads }
    set { walking.threads = newValue }
  }

  public var measures: [(name: String, value: Double)] {
    walking.measures.map { ("walking \($0.name)", $0.value) }
      + planning.measures.map { ("planning \($0.name)", $0.value) }
  }

  public func advance() throws(TrainingError) -> [Double] { try update() }
}

extension IntrinsicTrainer: TeamLearner {
  public var frames: Int { trainer.frames }

  public var threads: Int {
    get { trainer.threads }
    set { trainer.threads = newValue }
  }

  public var measures: [(name: String, value: Double)] {
    trainer.measures + [("annotations", Double(queue.answers))] + (error.map { [("distillation", $0)] } ?? [])
  }

  public func advance() throws(TrainingError) -> [Double] { try update().returns }
  public func actor(copies: Int) -> any TeamActor { trainer.actor(copies: copies) }
}
