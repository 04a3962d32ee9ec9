import MusterMath

extension MADDPGTrainer {
  private var mark: LearnerMark { LearnerMark("maddpg", shape, settings) { $0.encode(into: &$1) } }

  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("actor") { online.actor.encode(into: &$0) }
    return checkpoint
  }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(frames))
      random.encode(into: &$0)
    }
    checkpoint.add("actor", online.actor)
    checkpoint.add("critic", online.critic)
    checkpoint.add("target") {
      target.actor.encode(into: &$0)
      target.critic.encode(into: &$0)
    }
    checkpoint.add("replay") { replay.encode(into: &$0) }
    checkpoint.add("worlds") { driver.encode(into: &$0) }
    return checkpoint
  }

  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try checkpoint.read("progress") {
      frames = Int(truncatingIfNeeded: try $0.varint())
      random = try Random(from: &$0)
    }
    try checkpoint.read("actor", into: online.actor)
    try checkpoint.read("critic", into: online.critic)
    try checkpoint.read("target") {
      try target.actor.decode(from: &$0)
      try target.critic.decode(from: &$0)
    }
    try checkpoint.read("replay") { try replay.decode(from: &$0) }
    try checkpoint.read("worlds") { try driver.decode(from: &$0) }
  }
}
