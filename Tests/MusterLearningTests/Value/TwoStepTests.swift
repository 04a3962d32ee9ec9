import MusterLearning
import Testing

/// The paper's demonstration of what each mixer can represent, learned from random actions with discount 0.99.
@Suite struct TwoStepTests {
  private func trained(_ mixing: ValueSettings.Mixing, steps: Int) throws -> ValueTrainer {
    var settings = ValueSettings()
    settings.mixing = mixing
    settings.hidden = [32]
    settings.copies = 8
    settings.memory = 4000
    settings.batch = 64
    settings.warmUp = 500
    settings.rate = 2e-3
    settings.exploreLast = 1
    settings.targetPeriod = 50
    let trainer = try ValueTrainer(settings) { TwoStepGame(copies: $0.count) }
    for _ in 0..<steps { _ = try trainer.step() }
    return trainer
  }

  private func values(_ trainer: ValueTrainer, _ place: Int) -> [Float] {
    let seen = TwoStepGame.observation(place, agent: 0) + TwoStepGame.observation(place, agent: 1)
    let state = (0..<3).map { Float($0 == place ? 1 : 0) }
    return [[0, 0], [0, 1], [1, 0], [1, 1]].map {
      trainer.value(observations: seen, state: state, actions: $0)
    }
  }

  /// QMIX represents the game exactly: 7 everywhere in 2A, (0, 1, 1, 8) in 2B, and so 0.99 * 7 and 0.99 * 8 before.
  @Test func monotoneMixingFindsTheBest() throws {
    let trainer = try trained(.monotone(embedding: 8), steps: 4000)
    let expected: [[Float]] = [[6.93, 6.93, 7.92, 7.92], [7, 7, 7, 7], [0, 1, 1, 8]]
    for place in 0..<3 {
      for (found, wanted) in zip(values(trainer, place), expected[place]) {
        #expect(abs(found - wanted) < 0.15)
      }
    }
  }

  /// A sum cannot represent 2B: its least squares there are (-1.5, 2.5, 2.5, 6.5), so that it goes to 2A for 7. The
  /// paper's run has (-1.87, 2.31, 2.33, 6.51); ours wanders about the least squares with the samples.
  @Test func sumMixingDoesNot() throws {
    let trainer = try trained(.sum, steps: 4000)
    for (found, wanted) in zip(values(trainer, 2), [-1.5, 2.5, 2.5, 6.5] as [Float]) {
      #expect(abs(found - wanted) < 0.6)
    }
    let first = values(trainer, 0)
    #expect(max(first[0], first[1]) > max(first[2], first[3]))
  }

  @Test func sameSeedSameBits() throws {
    let first = try trained(.monotone(embedding: 4), steps: 200)
    let second = try trained(.monotone(embedding: 4), steps: 200)
    #expect(values(first, 2) == values(second, 2))
  }
}
