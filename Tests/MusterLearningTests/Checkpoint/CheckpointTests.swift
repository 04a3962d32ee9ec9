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
