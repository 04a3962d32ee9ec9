import MusterMath
import Testing

@testable import MusterLearning

@Suite struct RoleTests {
  private static func settings(_ change: (inout PPOSettings) -> Void = { _ in }) -> PPOSettings {
    PPOTrainerTests.settings {
      $0.design = .roles
      $0.usesPotential = true
      $0.copies = 32
      $0.horizon = 6
      $0.epochs = 4
      $0.actorRate = 3e-3
      $0.criticRate = 3e-3
      change(&$0)
    }
  }

  private static func trainer(_ settings: PPOSettings, threads: Int = 1) throws -> PPOTrainer {
    try PPOTrainer(settings, threads: threads) { RoleGame(copies: $0.count) }
  }

  /// The best is 4 a game for every agent: each is right each step, so own and team's rewards are 1.
  @Test(arguments: [true, false]) func rolesLearnTheirParts(usesPotential: Bool) throws {
    let trainer = try Self.trainer(Self.settings { $0.usesPotential = usesPotential })
    let game = RoleGame(copies: 50)
    #expect(mean(trainer.evaluate(game, isGreedy: false, seed: 1)) < 2.5)
    for _ in 0..<60 { _ = try trainer.update() }
    #expect(trainer.evaluate(game, isGreedy: true) == Array(repeating: 4, count: 50))
  }

  /// What one role's agents see changes nothing for another role, and something for their own.
  @Test func rolesShareNothing() throws {
    let trainer = try Self.trainer(Self.settings())
    let actor = trainer.networks.actor
    func logits(_ seen: [Float]) -> [Float] {
      let output = FloatMemory(count: 6)
      let tape = FloatMemory(count: actor.layer.tapeCount(rows: 1))
      actor.layer.forward(actor.values.base, input: seen, rows: 1, output: output.base, tape: tape.base)
      return output.values
    }
    let (before, after) = (logits([1, 0, 0, 1, 0.5, 1]), logits([-1, 2, 0, 1, 0.5, 1]))
    #expect(Array(before[2...]) == Array(after[2...]))
    #expect(Array(before[..<2]) != Array(after[..<2]))
    // Two of one role share their parameters.
    let same = logits([0, 0, 0.3, 0.7, 0.3, 0.7])
    #expect(Array(same[2..<4]) == Array(same[4..<6]))
  }

  @Test(arguments: [1, 3]) func resumesBitForBit(threads: Int) throws {
    let whole = try Self.trainer(Self.settings(), threads: threads)
    for _ in 0..<3 { _ = try whole.update() }
    let saved = whole.checkpoint().encoded()
    for _ in 0..<3 { _ = try whole.update() }
    let resumed = try PPOTrainer(try Checkpoint(saved), threads: 1) { RoleGame(copies: $0.count) }
    #expect(resumed.checkpoint().encoded() == saved)
    for _ in 0..<3 { _ = try resumed.update() }
    #expect(resumed.checkpoint() == whole.checkpoint())
  }

  /// Roles are asked of a world that has none: refused before anything is built, and so is the checkpoint of one.
  @Test func aWorldWithoutRolesIsRefused() throws {
    let expected = TrainingError.setting(
      name: "design", found: "roles", expected: "another one: this world has no roles")
    #expect(throws: expected) {
      try PPOTrainer(Self.settings(), threads: 1) {
        MatrixGame(copies: $0.count, payoffs: [[0, 1], [1, 0]])
      }
    }
    let saved = try Self.trainer(Self.settings()).checkpoint()
    #expect(throws: (any Error).self) {
      try PPOTrainer(saved, threads: 1) { MatrixGame(copies: $0.count, payoffs: [[0, 1], [1, 0]]) }
    }
  }

  /// A role's policy is the same for any number of agents of that role, and there is none for a role that nobody learned.
  @Test func aTeamOfOtherNumbers() throws {
    let trainer = try Self.trainer(Self.settings())
    for _ in 0..<3 { _ = try trainer.update() }
    let team = try TrainedTeam(trainer.checkpoint())
    let game = RoleGame(copies: 1)
    let (width, roles) = (game.observationSize, game.roles)
    let seen = FloatMemory(count: game.agents * width)
    game.observe(into: seen.base)
    var (whole, turned) = (
      [Int32](repeating: -1, count: roles.count), [Int32](repeating: -1, count: roles.count)
    )
    team.actor(copies: 1).act(seen.base, mask: nil, into: &whole)
    let actor = try #require(team.actor(roles: roles.reversed()))
    let backwards = FloatMemory(count: game.agents * width)
    for agent in roles.indices {
      (backwards.base + (roles.count - 1 - agent) * width).update(
        from: seen.base + agent * width, count: width)
    }
    actor.act(backwards.base, mask: nil, into: &turned)
    #expect(turned.reversed() == whole)
    #expect(team.actor(roles: []) == nil && team.actor(roles: roles + [9]) == nil)
  }

  /// Over an episode that batches cut in two, discounted terms add up to the potential's ends: they pay -V(s_0) and
  /// no more (Ng, Harada and Russell, 1999), although the critic moved between the batches.
  @Test func thePotentialAddsUpToItsEnds() {
    let discount: Float = 0.9
    let rewards = FloatMemory(count: 4)
    // The third state was valued at 5 when the first batch ended, and at 7 when the second began.
    let first = TeamRollout(steps: 2)
    first.values.copy([1, 3])
    first.shape(
      rewards.base, agents: 1, slot: 0, steps: 2, ends: [.running, .running], discount: discount,
      following: 5,
      carried: nil)
    let second = TeamRollout(steps: 2)
    second.values.copy([7, 2])
    second.shape(
      rewards.base + 2, agents: 1, slot: 0, steps: 2, ends: [.running, .terminated], discount: discount,
      following: 9, carried: 5)
    let sum = rewards.values.enumerated().reduce(Float(0)) { sum, term in
      sum + term.element * (0..<term.offset).reduce(Float(1)) { power, _ in power * discount }
    }
    #expect(abs(sum + 1) < 1e-5)
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
