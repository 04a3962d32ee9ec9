import MusterMath

extension PPOTrainer {
  /// All that the next updates depend on: a trainer made from it goes on bit for bit as this one would.
  public func checkpoint() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("progress") {
      $0.varint(UInt64(frames))
      $0.varint(UInt64(updates))
      Self.encode(normalisers.own, into: &$0)
      random.encode(into: &$0)
      // An epoch shuffles the order that the last one left.
      for slot in order { $0.varint(UInt64(slot)) }
    }
    checkpoint.add("actor", networks.actor)
    checkpoint.add("critic", networks.critic)
    if let team = networks.team {
      checkpoint.add("team") { team.encode(into: &$0) }
      checkpoint.add("team.past") {
        team.encodePast(into: &$0)
        Self.encode(normalisers.team, into: &$0)
        for potential in collectors.flatMap(\.carried) {
          $0.byte(potential == nil ? 0 : 1)
          $0.float(potential ?? 0)
        }
      }
    }
    checkpoint.add("worlds") {
      for collector in collectors {
        collector.world.encode(into: &$0)
        for random in collector.randoms { random.encode(into: &$0) }
        for sum in collector.running { $0.double(sum) }
      }
    }
    return checkpoint
  }

  /// Goes on from a checkpoint, with its settings. `world` makes the copies of the given numbers, of the kind and
  /// sizes that were trained on; what happens in them is then restored. Throws where anything does not fit.
  public convenience init(
    _ checkpoint: Checkpoint, threads: Int, world: (Range<Int>) -> any VectorWorld
  ) throws {
    let method = try checkpoint.read("method") { try $0.string() }
    try Network.expect("method", method, "ppo")
    let settings = try checkpoint.read("settings") { try PPOSettings(from: &$0) }
    try self.init(settings, threads: threads, world: world)
    try restore(checkpoint)
  }

  private var mark: LearnerMark { LearnerMark("ppo", shape, settings) { $0.encode(into: &$1) } }

  /// What acting needs.
  public func policy() -> Checkpoint {
    var checkpoint = mark.checkpoint
    checkpoint.add("actor") { networks.actor.encode(into: &$0) }
    return checkpoint
  }

  /// Goes on from a checkpoint of the same settings and world.
  public func restore(_ checkpoint: Checkpoint) throws {
    try mark.check(checkpoint)
    try checkpoint.read("progress") { try readProgress(&$0) }
    try checkpoint.read("actor", into: networks.actor)
    try checkpoint.read("critic", into: networks.critic)
    try readTeam(checkpoint)
    try checkpoint.read("worlds") {
      for collector in collectors {
        try collector.world.decode(from: &$0)
        for index in collector.randoms.indices { collector.randoms[index] = try Random(from: &$0) }
        for index in collector.running.indices { collector.running[index] = try $0.double() }
      }
    }
  }

  private func readProgress(_ reader: inout ByteReader) throws {
    frames = Int(truncatingIfNeeded: try reader.varint())
    updates = Int(truncatingIfNeeded: try reader.varint())
    normalisers.own = try readNormaliser(&reader)
    random = try Random(from: &reader)
    var isSeen = [Bool](repeating: false, count: order.count)
    for index in order.indices {
      let slot = Int(truncatingIfNeeded: try reader.varint())
      guard order.indices.contains(slot), !isSeen[slot] else {
        throw CheckpointError.mismatch(
          what: "order of steps with", found: "\(slot)", expected: "each of 0..<\(order.count) once")
      }
      isSeen[slot] = true
      order[index] = slot
    }
  }

  private func readTeam(_ checkpoint: Checkpoint) throws {
    guard let team = networks.team else { return }
    try checkpoint.read("team") { try team.decode(from: &$0) }
    try checkpoint.read("team.past") {
      try team.decodePast(from: &$0)
      normalisers.team = try readNormaliser(&$0)
      for collector in collectors {
        for index in collector.carried.indices {
          let isThere = try $0.byte() != 0
          let potential = try $0.float()
          collector.carried[index] = isThere ? potential : nil
        }
      }
    }
  }

  private static func encode(_ normaliser: ValueNormaliser, into writer: inout ByteWriter) {
    for number in [normaliser.first, normaliser.second, normaliser.weight] { writer.double(number) }
  }

  private func readNormaliser(_ reader: inout ByteReader) throws(ByteError) -> ValueNormaliser {
    ValueNormaliser(
      decay: settings.returnDecay, first: try reader.double(), second: try reader.double(),
      weight: try reader.double())
  }
}
