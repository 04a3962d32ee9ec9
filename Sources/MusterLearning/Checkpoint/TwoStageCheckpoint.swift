import MusterMath

extension TwoStageTrainer {
  private var mark: LearnerMark { LearnerMark("two-stage", shape, settings) { $0.encode(into: &$1) } }

  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    stages.addPolicy(to: &checkpoint)
    return checkpoint
  }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(frames))
      random.encode(into: &$0)
    }
    stages.add(to: &checkpoint)
    checkpoint.add("open") {
      for open in [assigning, selecting] { open.encode(into: &$0) }
    }
    checkpoint.add("worlds") { driver.encode(into: &$0) }
    return checkpoint
  }

  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try checkpoint.read("progress") {
      frames = Int(truncatingIfNeeded: try $0.varint())
      random = try Random(from: &$0)
    }
    try stages.read(from: checkpoint)
    try checkpoint.read("open") {
      try assigning.decode(kinds: stages.assignment.sizes.columns, from: &$0)
      try selecting.decode(kinds: stages.selection.sizes.rows, from: &$0)
    }
    try checkpoint.read("worlds") { try driver.decode(from: &$0) }
  }
}
