import MusterMath

extension ValueTrainer {
  private var mark: LearnerMark { LearnerMark("value", shape, settings) { $0.encode(into: &$1) } }

  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("agent") { online.agent.encode(into: &$0) }
    return checkpoint
  }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(frames))
      $0.varint(UInt64(steps))
      random.encode(into: &$0)
    }
    checkpoint.add("agent", online.agent)
    checkpoint.add("mixer", online.mixer)
    checkpoint.add("target") {
      target.agent.encode(into: &$0)
      target.mixer.encode(into: &$0)
    }
    checkpoint.add("replay") { replay.encode(into: &$0) }
    checkpoint.add("worlds") { driver.encode(into: &$0) }
    return checkpoint
  }

  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try checkpoint.read("progress") {
      frames = Int(truncatingIfNeeded: try $0.varint())
      steps = Int(truncatingIfNeeded: try $0.varint())
      random = try Random(from: &$0)
    }
    try checkpoint.read("agent", into: online.agent)
    try checkpoint.read("mixer", into: online.mixer)
    try checkpoint.read("target") {
      try target.agent.decode(from: &$0)
      try target.mixer.decode(from: &$0)
    }
    try checkpoint.read("replay") { try replay.decode(from: &$0) }
    try checkpoint.read("worlds") { try driver.decode(from: &$0) }
  }
}
