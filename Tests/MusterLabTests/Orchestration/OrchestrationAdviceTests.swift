import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite struct OrchestrationAdviceTests {
  private static let advisor = OrchestrationRule.all[3]

  private static func world(copies: Range<Int>, seed: UInt64 = 1) throws -> OrchestrationWorld {
    try OrchestrationFixture.world(
      OrchestrationFixture.settings { $0.advisor = advisor }, copies: copies, seed: seed)
  }

  private static func advice(_ world: OrchestrationWorld) -> [Int32] {
    var advice = [Int32](repeating: 9, count: world.copies * world.agents)
    world.advise(into: &advice)
    return advice
  }

  /// Whoever can act is advised something possible, whoever cannot is not advised; the first choice of least loaded is
  /// the candidate of the least load.
  @Test func advisesWhatIsPossible() throws {
    var world = try Self.world(copies: 0..<3)
    var advised = 0
    OrchestrationFixture.drive(&world, steps: 80) { world, _ in
      let (advice, masks) = (Self.advice(world), OrchestrationFixture.masks(world))
      for (row, action) in advice.enumerated() {
        let flags = masks[(row * world.actions)..<((row + 1) * world.actions)]
        #expect(action < 0 ? !flags.contains(1) : flags[flags.startIndex + Int(action)] == 1)
        advised += action >= 0 ? 1 : 0
      }
      let seen = OrchestrationFixture.observations(world)
      for (row, action) in advice.enumerated() {
        let own = seen[(row * world.observationSize)...].prefix(OrchestrationLayout.commonSize)
        #expect(
          own.suffix(world.actions).map { $0 } == (0..<Int32(world.actions)).map { $0 == action ? 1 : 0 })
      }
      for (copy, cell) in world.cells.enumerated() {
        guard let turn = cell.turn, cell.named[0] >= 0 else { continue }
        let chosen = cell.loadShare(Int(cell.named[Int(advice[copy * world.agents + turn])]))
        // Least loaded takes the job of the least dominant share: the first four.
        for node in cell.named.prefix(4) where node >= 0 { #expect(chosen <= cell.loadShare(Int(node))) }
      }
    }
    #expect(advised > 300)
  }

  /// Who learns by advice alone comes to do as advised; who learns from pay alone does so less.
  @Test func learnsToDoAsAdvised() throws {
    func agreement(adviceFrames: Int, weight: Float = 0) throws -> Double {
      var settings = PPOSettings()
      settings.design = .roles
      settings.copies = 8
      settings.horizon = 20
      settings.shards = 2
      settings.epochs = 4
      settings.actorRate = 1e-3
      settings.adviceFrames = adviceFrames
      settings.adviceWeight = weight
      let first = try Self.world(copies: 0..<1)
      let trainer = try PPOTrainer(settings, threads: 1) { first.with(copies: $0) }
      while trainer.frames < 16_000 { _ = try trainer.update() }
      var world = try Self.world(copies: 0..<8, seed: 77)
      let actor = trainer.actor(copies: 8)
      let rows = world.copies * world.agents
      let rewards = FloatMemory(count: rows)
      var (chosen, ends) = ([Int32](repeating: 0, count: rows), [EpisodeEnd](repeating: .running, count: 8))
      var (same, all) = (0.0, 0.0)
      for _ in 0..<60 {
        actor.act(
          OrchestrationFixture.observations(world), mask: OrchestrationFixture.masks(world), into: &chosen)
        for (row, action) in Self.advice(world).enumerated() where action >= 0 {
          same += chosen[row] == action ? 1 : 0
          all += 1
        }
        world.step(actions: chosen, rewards: rewards.base, ends: &ends)
      }
      return same / all
    }
    let (advised, paid) = (try agreement(adviceFrames: 16_000), try agreement(adviceFrames: 0))
    #expect(advised > 0.9)
    #expect(advised > paid + 0.1)
    let (forgotten, kept) = (
      try agreement(adviceFrames: 1), try agreement(adviceFrames: 1, weight: 1)
    )
    #expect(kept > forgotten + 0.1)
  }

  /// A world that gives none cannot be learned from by advice.
  @Test func refusesWorldsWithoutAdvice() throws {
    var settings = PPOSettings()
    settings.copies = 4
    settings.adviceFrames = 1
    #expect(throws: TrainingError.self) {
      try PPOTrainer(settings, threads: 1) { SimpleSpread(copies: $0, seed: 1) }
    }
  }
}
