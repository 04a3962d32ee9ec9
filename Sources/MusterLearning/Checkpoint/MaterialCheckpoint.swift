import MusterMath

extension MaterialTrainer {
  private var mark: LearnerMark {
    LearnerMark(
      "material",
      WorldShape(
        agents: world.entities, actions: stages.assignment.sizes.columns,
        observationSize: MaterialWorld.entitySize,
        stateSize: stages.assignment.sizes.numbers, hasMasks: true), settings
    ) { settings, writer in
      settings.encode(into: &writer)
      world.encode(into: &writer)
    }
  }

  /// What acting needs, and nothing else.
  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    stages.addPolicy(to: &checkpoint)
    return checkpoint
  }

  /// All that the next episode depends on.
  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(episodes))
      random.encode(into: &$0)
    }
    stages.add(to: &checkpoint)
    return checkpoint
  }

  /// Goes on from a checkpoint of the same settings and world, bit for bit. Throws where it is of others or damaged;
  /// then this trainer is to be dropped.
  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try checkpoint.read("progress") {
      episodes = Int(truncatingIfNeeded: try $0.varint())
      random = try Random(from: &$0)
    }
    try stages.read(from: checkpoint)
  }
}
