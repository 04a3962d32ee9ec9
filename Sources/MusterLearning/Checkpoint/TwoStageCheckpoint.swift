import MusterMath

extension TwoStageTrainer {
  private var mark: LearnerMark {
    LearnerMark(
      "two-stage",
      WorldShape(
        agents: world.entities, actions: stages.assignment.choices, observationSize: MaterialWorld.entitySize,
        stateSize: stages.assignment.replay.size, hasMasks: true)
    ) {
      settings.encode(into: &$0)
      world.encode(into: &$0)
    }
  }

  /// What acting needs, and nothing else.
  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("assign.actor") { stages.assignment.actor.network.encode(into: &$0) }
    checkpoint.add("select.actor") { stages.selection.actor.network.encode(into: &$0) }
    return checkpoint
  }

  /// All that the next episode depends on.
  public func checkpoint() -> Checkpoint {
    let (assignment, selection) = (stages.assignment, stages.selection)
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(episodes))
      for source in [random, assignment.random, selection.random] { source.encode(into: &$0) }
    }
    for (name, network) in networks { checkpoint.add(name, network) }
    checkpoint.add("target") {
      for target in targets { target.encode(into: &$0) }
    }
    checkpoint.add("assign.replay") { assignment.replay.encode(into: &$0) }
    checkpoint.add("select.replay") { selection.replay.encode(into: &$0) }
    return checkpoint
  }

  /// Goes on from a checkpoint of the same settings and world, bit for bit. Throws where it is of others or damaged;
  /// then this trainer is to be dropped.
  public func restore(_ checkpoint: Checkpoint) throws {
    let (assignment, selection) = (stages.assignment, stages.selection)
    try mark.check(checkpoint)
    try checkpoint.read("progress") {
      episodes = Int(truncatingIfNeeded: try $0.varint())
      random = try Random(from: &$0)
      assignment.random = try Random(from: &$0)
      selection.random = try Random(from: &$0)
    }
    for (name, network) in networks { try checkpoint.read(name, into: network) }
    try checkpoint.read("target") {
      for target in targets { try target.decode(from: &$0) }
    }
    try checkpoint.read("assign.replay") {
      try assignment.replay.decode(kinds: assignment.choices, from: &$0)
    }
    try checkpoint.read("select.replay") {
      try selection.replay.decode(kinds: selection.choices, from: &$0)
    }
  }

  private var networks: [(String, Network)] {
    let (assignment, selection) = (stages.assignment, stages.selection)
    return [
      ("assign.actor", assignment.actor.network), ("assign.critic", assignment.critic.network),
      ("assign.mixer", assignment.mixer.network), ("select.actor", selection.actor.network),
      ("select.critic", selection.critic.network),
    ]
  }

  private var targets: [Network] {
    [stages.assignment.targetCritic, stages.assignment.targetMixer, stages.selection.target].map(\.network)
  }
}
