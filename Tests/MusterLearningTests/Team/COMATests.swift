import MusterMath
import Testing

@testable import MusterLearning

@Suite struct COMATests {
  private static func settings() -> COMASettings {
    var settings = COMASettings()
    settings.actorHidden = [16]
    settings.criticHidden = [24]
    settings.copies = 32
    settings.horizon = 4
    settings.criticEpochs = 8
    settings.actorRate = 1e-2
    settings.criticRate = 1e-2
    return settings
  }

  /// The corner of the matrix pays 10, the start about 4: both agents find it.
  @Test func learnsAMatrixGame() throws {
    let payoffs: [[Float]] = [[0, 2, 1], [3, 6, 5], [2, 7, 10]]
    let trainer = try COMATrainer(Self.settings()) { MatrixGame(copies: $0.count, payoffs: payoffs) }
    for _ in 0..<150 { _ = try trainer.update() }
    #expect(TeamGame.score(trainer.actor(copies: 20), MatrixGame(copies: 20, payoffs: payoffs)) == 10)
  }

  /// Steps follow from steps: the first agent must lead the game to where two more points wait.
  @Test func learnsTwoSteps() throws {
    var settings = Self.settings()
    settings.entropy = 0.05
    let trainer = try COMATrainer(settings) { TwoStepGame(copies: $0.count) }
    for _ in 0..<200 { _ = try trainer.update() }
    // 7 is safe; 8 needs both.
    #expect(TeamGame.score(trainer.actor(copies: 20), TwoStepGame(copies: 20)) >= 7)
  }

  /// The critic's input holds nothing of what the agent itself does, and all of what the others do.
  @Test func theBaselineIsCounterfactual() {
    let shape = WorldShape(agents: 3, actions: 2, observationSize: 1, stateSize: 1, hasMasks: false)
    var random = Random(seed: 1)
    let critic = COMACritic(shape, Self.settings(), rows: 3, &random)
    func rows(_ actions: [Int32]) -> [[Float]] {
      critic.fill(0, states: [5], observations: [1, 2, 3], actions: actions, copies: 1)
      let width = critic.input.count / 3
      return (0..<3).map { Array(critic.input.values[($0 * width)..<(($0 + 1) * width)]) }
    }
    let (before, after) = (rows([0, 1, 0]), rows([1, 1, 0]))
    #expect(before[0] == after[0])
    #expect(before[1] != after[1] && before[2] != after[2])
    #expect(before[1] == [5, 2, 0, 1, 0, 1, 0, 0, 0, 1, 0])
  }

  @Test func sameSeedSameBits() throws {
    func parameters() throws -> [Float] {
      let trainer = try COMATrainer(Self.settings()) { TwoStepGame(copies: $0.count) }
      for _ in 0..<5 { _ = try trainer.update() }
      return trainer.actor.values.values
    }
    #expect(try parameters() == parameters())
  }
}
