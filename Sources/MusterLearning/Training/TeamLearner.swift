/// What all methods that learn to act together have in common: they take in some frames at a time, and what they have
/// learned can be asked for actions.
public protocol TeamLearner: AnyObject {
  /// Steps of single copies so far.
  var frames: Int { get }
  /// Goes on by the least that the method learns from. Returns the returns of the episodes that ended meanwhile, mean
  /// over agents, undiscounted. Throws where a gradient is not finite.
  func advance() throws(TrainingError) -> [Double]
  /// The policy as it stands, for so many copies.
  func actor(copies: Int) -> any TeamActor
}

extension PPOTrainer: TeamLearner {
  public func advance() throws(TrainingError) -> [Double] { try update().returns }
}

extension ValueTrainer: TeamLearner {
  public func advance() throws(TrainingError) -> [Double] {
    _ = try step()
    return finished
  }
}

extension COMATrainer: TeamLearner {
  public func advance() throws(TrainingError) -> [Double] { try update() }
}

extension MADDPGTrainer: TeamLearner {
  public func advance() throws(TrainingError) -> [Double] { try step() }
}
