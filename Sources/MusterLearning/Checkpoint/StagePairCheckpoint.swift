import MusterMath

/// Both stages of two-stage allocation as sections of a checkpoint.
extension StagePair {
  /// What acting needs, and nothing else.
  func addPolicy(to checkpoint: inout Checkpoint) {
    for (name, network) in actors { checkpoint.add(name) { network.encode(into: &$0) } }
  }

  /// All that the next step of both depends on.
  func add(to checkpoint: inout Checkpoint) {
    for (name, network) in actors + critics { checkpoint.add(name, network) }
    checkpoint.add("target") {
      for target in targets { target.encode(into: &$0) }
    }
    checkpoint.add("assign.replay") {
      assignment.random.encode(into: &$0)
      assignment.replay.encode(into: &$0)
    }
    checkpoint.add("select.replay") {
      selection.random.encode(into: &$0)
      selection.replay.encode(into: &$0)
    }
  }

  /// What `add` wrote of stages of the same sizes. Throws, and may leave these changed.
  func read(from checkpoint: Checkpoint) throws {
    for (name, network) in actors + critics { try checkpoint.read(name, into: network) }
    try checkpoint.read("target") {
      for target in targets { try target.decode(from: &$0) }
    }
    try checkpoint.read("assign.replay") {
      assignment.random = try Random(from: &$0)
      try assignment.replay.decode(kinds: assignment.sizes.columns, from: &$0)
    }
    try checkpoint.read("select.replay") {
      selection.random = try Random(from: &$0)
      try selection.replay.decode(kinds: selection.sizes.rows, from: &$0)
    }
  }

  private var critics: [(String, Network)] {
    [
      ("assign.critic", assignment.critic.network), ("assign.mixer", assignment.mixer.network),
      ("select.critic", selection.critic.network),
    ]
  }

  private var targets: [Network] {
    [assignment.targetCritic, assignment.targetMixer, selection.target].map(\.network)
  }
}
