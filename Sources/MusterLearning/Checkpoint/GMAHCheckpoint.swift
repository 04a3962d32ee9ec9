import MusterMath

extension GMAHTrainer {
  private var mark: LearnerMark { LearnerMark("gmah", planning.shape, settings) { $0.encode(into: &$1) } }

  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("walking", walking.policy())
    checkpoint.add("planning", planning.policy())
    return checkpoint
  }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("walking", walking.checkpoint())
    checkpoint.add("planning", planning.checkpoint())
    return checkpoint
  }

  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try walking.restore(try checkpoint.inner("walking"))
    try planning.restore(try checkpoint.inner("planning"))
  }
}
