import MusterMath
import Testing

@testable import MusterLearning

@Suite struct PPOTrainerTests {
  /// Small, and cut unevenly: 10 copies in 3 shards, 50 steps in 3 minibatches.
  static func settings(_ change: (inout PPOSettings) -> Void = { _ in }) -> PPOSettings {
    var settings = PPOSettings()
    settings.copies = 10
    settings.horizon = 7
    settings.epochs = 2
    settings.minibatches = 3
    settings.shards = 3
    settings.actorHidden = [16]
    settings.criticHidden = [24]
    change(&settings)
    return settings
  }

  static func spread(_ range: Range<Int>) -> any VectorWorld {
    SimpleSpread(copies: range, length: 10, seed: 5)
  }

  private static func run(_ trainer: PPOTrainer, _ updates: Int) throws {
    for _ in 0..<updates { _ = try trainer.update() }
  }

  /// Every bit of the state is the same, whatever the number of threads.
  @Test(arguments: [true, false]) func threadsDoNotMatter(isCentralised: Bool) throws {
    let settings = Self.settings { $0.isCentralised = isCentralised }
    var states: [[UInt8]] = []
    for threads in [1, 2, 3] {
      let trainer = try PPOTrainer(settings, threads: threads, world: Self.spread)
      try Self.run(trainer, 4)
      states.append(trainer.checkpoint().encoded())
    }
    #expect(states[0] == states[1] && states[0] == states[2])
    let other = try PPOTrainer(Self.settings { $0.seed = 2 }, threads: 1, world: Self.spread)
    try Self.run(other, 4)
    #expect(other.checkpoint().encoded() != states[0])
  }

  /// Saved in the middle of episodes and gone on from there: the same bits as without a break.
  @Test func resumesBitForBit() throws {
    let whole = try PPOTrainer(Self.settings { $0.annealFrames = 1000 }, threads: 2, world: Self.spread)
    try Self.run(whole, 3)
    let saved = whole.checkpoint().encoded()
    try Self.run(whole, 3)
    let resumed = try PPOTrainer(try Checkpoint(saved), threads: 1, world: Self.spread)
    #expect(resumed.frames == 210 && resumed.updates == 3)
    #expect(resumed.checkpoint().encoded() == saved)
    try Self.run(resumed, 3)
    #expect(resumed.checkpoint() == whole.checkpoint())
  }

  /// With the best joint action at a corner that independent steps find, both methods find it: a payoff of 10.
  @Test(arguments: [true, false]) func learnsAMatrixGame(isCentralised: Bool) throws {
    let settings = Self.settings {
      $0.isCentralised = isCentralised
      $0.copies = 32
      $0.horizon = 4
      $0.epochs = 4
      $0.actorRate = 3e-3
    }
    let game = MatrixGame(copies: 50, payoffs: [[0, 2, 1], [3, 6, 5], [2, 7, 10]])
    let trainer = try PPOTrainer(settings, threads: 1) { range in
      MatrixGame(copies: range.count, payoffs: game.payoffs)
    }
    #expect(mean(trainer.evaluate(game, isGreedy: false, seed: 1)) < 6)
    try Self.run(trainer, 60)
    #expect(trainer.evaluate(game, isGreedy: true) == Array(repeating: 10, count: 50))
    #expect(mean(trainer.evaluate(game, isGreedy: false, seed: 1)) > 9)
  }

  /// What is forbidden is not chosen, and the best of the rest is learned.
  @Test func learnsUnderAMask() throws {
    let settings = Self.settings {
      $0.copies = 32
      $0.horizon = 4
      $0.epochs = 4
      $0.actorRate = 3e-3
    }
    let game = MatrixGame(copies: 50, payoffs: [[0, 2, 1], [3, 6, 5], [2, 7, 10]], forbidden: 2)
    let trainer = try PPOTrainer(settings, threads: 1) { range in
      MatrixGame(copies: range.count, payoffs: game.payoffs, forbidden: 2)
    }
    try Self.run(trainer, 60)
    #expect(trainer.evaluate(game, isGreedy: true) == Array(repeating: 6, count: 50))
    #expect(trainer.evaluate(game, isGreedy: false, seed: 1).max() == 6)
  }

  /// What an absent agent is paid changes no bit of what is learned.
  @Test(arguments: [true, false]) func theAbsentTeachNothing(isCentralised: Bool) throws {
    var parameters: [[Float]] = []
    for pay in [0, 1000] as [Float] {
      let settings = Self.settings { $0.isCentralised = isCentralised }
      let trainer = try PPOTrainer(settings, threads: 1) { range in
        MatrixGame(copies: range.count, payoffs: [[0, 2], [3, 6]], absentPay: pay)
      }
      try Self.run(trainer, 3)
      parameters.append(trainer.networks.actor.values.values + trainer.networks.critic.values.values)
    }
    #expect(parameters[0] == parameters[1])
  }

  /// A reward that is no number names the layer, and moves no parameter.
  @Test func aBadGradientIsNamed() throws {
    let trainer = try PPOTrainer(Self.settings(), threads: 1) { range in
      MatrixGame(copies: range.count, payoffs: [[.nan, 1], [1, 1]])
    }
    func parameters() -> [Float] {
      trainer.networks.actor.values.values + trainer.networks.critic.values.values
    }
    let before = parameters()
    #expect {
      _ = try trainer.update()
    } throws: {
      guard case .notFinite(let block, 1) = $0 as? TrainingError else { return false }
      return block == "actor.0.weights"
    }
    #expect(parameters() == before)
  }

  @Test func settingsAreChecked() {
    #expect(throws: TrainingError.setting(name: "copies", found: "2", expected: "at least 3")) {
      try PPOTrainer(Self.settings { $0.copies = 2 }, threads: 1, world: Self.spread)
    }
    #expect(throws: TrainingError.setting(name: "discount", found: "1.5", expected: "0...1")) {
      try PPOTrainer(Self.settings { $0.discount = 1.5 }, threads: 1, world: Self.spread)
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
