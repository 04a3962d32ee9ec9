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

  /// The policy alone acts as the trainer's does.
  @Test func theActorIsTheTrainers() throws {
    let trainer = try trained()
    let actor = try TrainedActor(Checkpoint(trainer.checkpoint().encoded()))
    let world = SimpleSpread(copies: 0..<1, seed: 8)
    let scratch = Scratch(trainer.networks, steps: 1)
    world.observe(into: scratch.observations.base)
    scratch.runActor(trainer.networks, steps: 1)
    var (expected, found) = ([Float](repeating: 0, count: 5), [Float](repeating: 0, count: 5))
    _ = Categorical.probabilities(scratch.logits.base, mask: nil, count: 5, &expected)
    let isPossible = actor.probabilities(scratch.observations.base, into: &found)
    #expect(isPossible)
    // One row and three rows go through different tiles; sums are in the same order.
    #expect(found == expected)
    let isBlocked = actor.probabilities(scratch.observations.base, mask: [0, 0, 0, 0, 0], into: &found)
    #expect(!isBlocked)
  }
}
