import MusterMath

extension TwoStageTrainer {
  private var mark: LearnerMark { LearnerMark("two-stage", shape) { settings.encode(into: &$0) } }

  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    stages.assignment.addPolicy(to: &checkpoint)
    stages.selection.addPolicy(to: &checkpoint)
    return checkpoint
  }

  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(frames))
      random.encode(into: &$0)
    }
    stages.assignment.add(to: &checkpoint)
    stages.selection.add(to: &checkpoint)
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
    try stages.assignment.read(from: checkpoint)
    try stages.selection.read(from: checkpoint)
    try checkpoint.read("open") {
      try assigning.decode(kinds: stages.assignment.sizes.columns, from: &$0)
      try selecting.decode(kinds: stages.selection.sizes.rows, from: &$0)
    }
    try checkpoint.read("worlds") { try driver.decode(from: &$0) }
  }
}

/// What acting needs of a stage, and all that its next step depends on.
extension PreAssignment {
  func addPolicy(to checkpoint: inout Checkpoint) {
    checkpoint.add("assign.actor") { actor.network.encode(into: &$0) }
  }

  func add(to checkpoint: inout Checkpoint) {
    checkpoint.add("assign.actor", actor.network)
    checkpoint.add("assign.critic", critic.network)
    checkpoint.add("assign.mixer", mixer.network)
    checkpoint.add("assign.past") {
      random.encode(into: &$0)
      for target in [targetCritic, targetMixer] { target.network.encode(into: &$0) }
      replay.encode(into: &$0)
    }
  }

  /// What `add` wrote of a stage of the same sizes. Throws, and may leave it changed.
  func read(from checkpoint: Checkpoint) throws {
    try checkpoint.read("assign.actor", into: actor.network)
    try checkpoint.read("assign.critic", into: critic.network)
    try checkpoint.read("assign.mixer", into: mixer.network)
    try checkpoint.read("assign.past") {
      random = try Random(from: &$0)
      for target in [targetCritic, targetMixer] { try target.network.decode(from: &$0) }
      try replay.decode(kinds: sizes.columns, from: &$0)
    }
  }
}

/// What acting needs of a stage, and all that its next step depends on.
extension Selection {
  func addPolicy(to checkpoint: inout Checkpoint) {
    checkpoint.add("select.actor") { actor.network.encode(into: &$0) }
  }

  func add(to checkpoint: inout Checkpoint) {
    checkpoint.add("select.actor", actor.network)
    checkpoint.add("select.critic", critic.network)
    checkpoint.add("select.past") {
      random.encode(into: &$0)
      target.network.encode(into: &$0)
      replay.encode(into: &$0)
    }
  }

  /// What `add` wrote of a stage of the same sizes. Throws, and may leave it changed.
  func read(from checkpoint: Checkpoint) throws {
    try checkpoint.read("select.actor", into: actor.network)
    try checkpoint.read("select.critic", into: critic.network)
    try checkpoint.read("select.past") {
      random = try Random(from: &$0)
      try target.network.decode(from: &$0)
      try replay.decode(kinds: sizes.rows, from: &$0)
    }
  }
}
