import MusterMath
import Testing

@testable import MusterLearning

@Suite struct MADDPGTests {
  private static func settings() -> MADDPGSettings {
    var settings = MADDPGSettings()
    settings.actorHidden = [16]
    settings.criticHidden = [32]
    settings.copies = 8
    settings.memory = 2000
    settings.batch = 64
    settings.warmUp = 500
    settings.actorRate = 2e-3
    settings.criticRate = 5e-3
    return settings
  }

  /// The corner of the matrix pays 10, the start about 4: both agents find it.
  @Test func learnsAMatrixGame() throws {
    let payoffs: [[Float]] = [[0, 2, 1], [3, 6, 5], [2, 7, 10]]
    let trainer = try MADDPGTrainer(Self.settings()) { MatrixGame(copies: $0.count, payoffs: payoffs) }
    for _ in 0..<1500 { _ = try trainer.step() }
    #expect(TeamGame.score(trainer.actor(copies: 20), MatrixGame(copies: 20, payoffs: payoffs)) == 10)
  }

  /// What is forbidden is never chosen, while learning either: the best of the rest pays 6.
  @Test func learnsUnderAMask() throws {
    let payoffs: [[Float]] = [[0, 2, 1], [3, 6, 5], [2, 7, 10]]
    let trainer = try MADDPGTrainer(Self.settings()) {
      MatrixGame(copies: $0.count, payoffs: payoffs, forbidden: 2)
    }
    var best = 0.0
    for _ in 0..<1500 { best = max(best, try trainer.step().max() ?? 0) }
    #expect(best == 6)
    let game = MatrixGame(copies: 20, payoffs: payoffs, forbidden: 2)
    #expect(TeamGame.score(trainer.actor(copies: 20), game) == 6)
  }

  /// The gradient of the soft choice, by finite differences with the noise held.
  @Test(arguments: [Float(1), 0.7]) func gumbelGradient(temperature: Float) {
    let weights: [Float] = [0.5, -1, 2, 0.3]
    let mask: [UInt8] = [1, 1, 0, 1]
    func run(_ logits: [Float]) -> (soft: [Float], hard: [Float], loss: Double) {
      var (soft, hard) = ([Float](repeating: 9, count: 4), [Float](repeating: 9, count: 4))
      var random = Random(seed: 3)
      let isPossible = GumbelSoftmax.draw(
        logits, mask: mask, count: 4, temperature: temperature, soft: &soft, hard: &hard, &random)
      #expect(isPossible)
      return (soft, hard, zip(soft, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) })
    }
    let logits: [Float] = [0.2, -0.3, 4, 0.6]
    let found = run(logits)
    #expect(found.hard.reduce(0, +) == 1 && found.hard[2] == 0 && found.soft[2] == 0)
    #expect(found.hard.firstIndex(of: 1) == found.soft.firstIndex(of: found.soft.max() ?? 0))
    var gradient = [Float](repeating: 0, count: 4)
    GumbelSoftmax.backward(
      soft: found.soft, gradient: weights, count: 4, temperature: temperature, &gradient)
    for action in 0..<4 {
      func at(_ step: Float) -> Double {
        var moved = logits
        moved[action] += step
        return run(moved).loss
      }
      let step: Float = 1 / 64
      let slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * Double(step))
      #expect(abs(slope - Double(gradient[action])) < 1e-4)
    }
  }

  @Test func settingsAreChecked() {
    var settings = Self.settings()
    settings.memory = 3
    #expect(throws: TrainingError.setting(name: "memory", found: "3", expected: "at least 64")) {
      try MADDPGTrainer(settings) { TwoStepGame(copies: $0.count) }
    }
  }
}
