import MusterMath

extension IntrinsicTrainer {
  private var mark: LearnerMark { LearnerMark("intrinsic", trainer.shape, settings) { $0.encode(into: &$1) } }

  public func policy() -> Checkpoint { trainer.policy() }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("ppo", trainer.checkpoint())
    checkpoint.add("model", model.network)
    checkpoint.add("progress") {
      random.encode(into: &$0)
      model.random.encode(into: &$0)
    }
    checkpoint.add("queue") { queue.encode(into: &$0) }
    return checkpoint
  }

  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try trainer.restore(try checkpoint.inner("ppo"))
    try checkpoint.read("model", into: model.network)
    try checkpoint.read("progress") {
      random = try Random(from: &$0)
      model.random = try Random(from: &$0)
    }
    let size = trainer.shape.observationSize
    try checkpoint.read("queue") { try queue.decode(from: &$0, observationSize: size) }
    // Whoever had taken them is not there any more.
    queue.release(queue.open.map(\.number))
  }
}
