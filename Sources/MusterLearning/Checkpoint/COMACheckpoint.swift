import MusterMath

extension COMATrainer {
  private var mark: LearnerMark { LearnerMark("coma", shape, settings) { $0.encode(into: &$1) } }

  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("actor") { actor.encode(into: &$0) }
    return checkpoint
  }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(frames))
      $0.varint(UInt64(updates))
      random.encode(into: &$0)
    }
    checkpoint.add("actor", actor)
    checkpoint.add("critic", critic.network)
    checkpoint.add("target") { target.network.encode(into: &$0) }
    checkpoint.add("worlds") { driver.encode(into: &$0) }
    return checkpoint
  }

  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try checkpoint.read("progress") {
      frames = Int(truncatingIfNeeded: try $0.varint())
      updates = Int(truncatingIfNeeded: try $0.varint())
      random = try Random(from: &$0)
    }
    try checkpoint.read("actor", into: actor)
    try checkpoint.read("critic", into: critic.network)
    try checkpoint.read("target") { try target.network.decode(from: &$0) }
    try checkpoint.read("worlds") { try driver.decode(from: &$0) }
  }
}
