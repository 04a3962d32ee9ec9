import MusterMath
import Testing

@testable import MusterLearning

@Suite struct CheckpointTests {
  private func trained() throws -> PPOTrainer {
    let trainer = try PPOTrainer(PPOTrainerTests.settings(), threads: 1, world: PPOTrainerTests.spread)
    _ = try trainer.update()
    return trainer
  }

  /// Any one bit that turns is noticed, and so is any cut.
  @Test func damageIsNoticed() throws {
    let bytes = try trained().checkpoint().encoded()
    for at in stride(from: 0, to: bytes.count, by: 97) {
      var damaged = bytes
      damaged[at] ^= 1 << UInt8(at % 8)
      #expect(throws: CheckpointError.self) { try Checkpoint(damaged) }
      #expect(throws: CheckpointError.self) { try Checkpoint(Array(bytes.prefix(at))) }
    }
    #expect(throws: CheckpointError.notACheckpoint) { try Checkpoint([]) }
  }

  @Test func anotherVersionIsNamed() throws {
    var bytes = try trained().checkpoint().encoded()
    bytes[8] = 9
    #expect(throws: CheckpointError.version(found: 9, expected: Checkpoint.version)) { try Checkpoint(bytes) }
  }

  @Test func anotherWorldIsNamed() throws {
    let checkpoint = try trained().checkpoint()
    #expect(throws: CheckpointError.self) {
      try PPOTrainer(checkpoint, threads: 1) { SimpleSpread(copies: $0, agents: 4, seed: 1) }
    }
    #expect(throws: CheckpointError.missing(section: "method")) {
      try PPOTrainer(Checkpoint(), threads: 1, world: PPOTrainerTests.spread)
    }
  }

  private func trainer(_ change: @escaping (inout PPOSettings) -> Void) throws -> PPOTrainer {
    try PPOTrainer(PPOTrainerTests.settings(change), threads: 1, world: PPOTrainerTests.spread)
  }

  /// A trainer with another optimiser goes on from a checkpoint, and learns something else from there; one with other
  /// settings of any other kind does not.
  @Test func theOptimiserMayBeAnother() throws {
    let whole = try trained()
    let checkpoint = whole.checkpoint()
    let same = try trainer { _ in }
    try same.restore(checkpoint)
    let slower = try trainer { settings in
      (settings.actorRate, settings.criticRate, settings.gradientNorm) = (1e-5, 1e-5, 0.1)
      (settings.clip, settings.entropy, settings.annealFrames) = (0.1, 0, 5000)
    }
    try slower.restore(checkpoint)
    #expect(slower.frames == whole.frames && slower.settings.clip == 0.1)
    for trainer in [whole, same, slower] { _ = try trainer.update() }
    func isSame(_ a: PPOTrainer, _ b: PPOTrainer) -> Bool { a.checkpoint() == b.checkpoint() }
    #expect(isSame(same, whole))
    #expect(slower.networks.actor.values.values != whole.networks.actor.values.values)
    let others: [(inout PPOSettings) -> Void] = [
      { $0.seed = 2 }, { $0.discount = 0.5 }, { $0.lambda = 0.5 }, { $0.epsilon = 1e-3 }, { $0.epochs = 3 },
      { $0.minibatches = 2 }, { $0.returnDecay = 1 }, { $0.isCentralised = false },
    ]
    for change in others {
      let other = try trainer(change)
      #expect(throws: CheckpointError.self) { try other.restore(checkpoint) }
    }
  }

  /// A checkpoint of an earlier version, whose settings are in one piece, is gone on from with the same settings only.
  @Test func settingsInOnePieceAreRead() throws {
    var older = Checkpoint()
    for section in try trained().checkpoint().sections where section.name != "fixed" {
      older.add(section.name) { $0.raw(section.bytes) }
    }
    let same = try trainer { _ in }
    try same.restore(older)
    #expect(same.updates == 1)
    let slower = try trainer { $0.actorRate = 1e-5 }
    #expect(throws: CheckpointError.self) { try slower.restore(older) }
  }

  /// What is fixed of the settings of agents that hear each other leaves the rate of the graph free, and nothing else.
  @Test func theGraphsRateIsTheOptimisers() {
    func fixed(_ change: (inout Communication) -> Void) -> PPOSettings {
      var communication = Communication()
      change(&communication)
      return PPOTrainerTests.settings { $0.design = .communicating(communication) }.fixed
    }
    #expect(fixed { $0.edgeRate = 0.5 } == fixed { _ in })
    #expect(fixed { $0.edgeShare = 0.5 } != fixed { _ in })
  }

  /// The policy alone acts as the trainer's does, in any number of copies.
  @Test func theTeamActsAsTheTrainers() throws {
    let trainer = try trained()
    let team = try TrainedTeam(Checkpoint(trainer.checkpoint().encoded()))
    #expect(team.shape == trainer.shape && !team.hearsOthers)
    let world = SimpleSpread(copies: 0..<4, seed: 8)
    let seen = FloatMemory(count: 4 * world.agents * world.observationSize)
    world.observe(into: seen.base)
    func chosen(_ actor: any TeamActor) -> [Int32] {
      var actions = [Int32](repeating: -1, count: 4 * world.agents)
      actor.act(seen.base, mask: nil, into: &actions)
      return actions
    }
    #expect(chosen(team.actor(copies: 4)) == chosen(trainer.actor(copies: 4)))
    // All agents share the policy, whatever roles they may have elsewhere.
    let alone = try #require(team.actor(roles: [7]))
    var action: [Int32] = [-1]
    alone.act(seen.base + 5 * world.observationSize, mask: nil, into: &action)
    #expect(action[0] == chosen(team.actor(copies: 4))[5])
  }
}
