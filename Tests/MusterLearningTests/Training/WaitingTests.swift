import MusterMath
import Testing

@testable import MusterLearning

/// Agents that choose now and then: what they are paid in between is for their last choice, and values are learned of
/// states in which they wait, because batches end there.
@Suite struct WaitingTests {
  /// What the rest of an episode is worth to who takes action 1, step by step, at a discount of .5: a round's 4 comes
  /// two steps after the choice and is worth 1 then, and the second round's is worth .125 at the first choice.
  private static let worth: [Float] = [1.125, 2.25, 4.5, 1, 2, 4]

  /// Batches of five steps end everywhere in an episode of six.
  @Test(arguments: [true, false]) func proximalPolicyLearnsValuesOfWaiting(isCentralised: Bool) throws {
    let settings = PPOTrainerTests.settings {
      $0.isCentralised = isCentralised
      $0.horizon = 5
      $0.discount = 0.5
      $0.actorRate = 1e-2
      $0.criticRate = 1e-2
    }
    let trainer = try PPOTrainer(settings, threads: 1) { WaitingGame(copies: $0.count) }
    for _ in 0..<150 { _ = try trainer.update() }
    #expect(TeamGame.score(trainer.actor(copies: 3), WaitingGame(copies: 3)) == 8)
    let rollout = trainer.rollout
    let seen = Set(
      (0..<rollout.rows).map {
        expectWorth(rollout.observations.base + 7 * $0, rollout.values.base[$0])
      })
    #expect(seen.count == settings.horizon)
  }

  @Test func counterfactualValuesAreLearnedOfWaiting() throws {
    var settings = COMASettings()
    settings.actorHidden = [16]
    settings.criticHidden = [24]
    settings.copies = 10
    settings.horizon = 5
    settings.criticEpochs = 8
    settings.discount = 0.5
    settings.actorRate = 1e-2
    settings.criticRate = 1e-2
    let trainer = try COMATrainer(settings) { WaitingGame(copies: $0.count) }
    for _ in 0..<600 { _ = try trainer.update() }
    #expect(TeamGame.score(trainer.actor(copies: 3), WaitingGame(copies: 3)) == 8)
    let (critic, size) = (trainer.critic, trainer.critic.network.layer.inputs)
    let seen = Set(
      (0..<(settings.horizon * settings.copies)).map { row in
        // What the state shows comes first. Who waits takes action 0.
        let input = critic.input.base + row * size
        return expectWorth(input, critic.values.base[2 * row + (input[6] == 1 ? 0 : 1)])
      })
    #expect(seen.count == settings.horizon)
  }

  /// Expects the value of a state to be what it is worth, where action 1 was chosen or can be; returns its step.
  private func expectWorth(_ state: UnsafePointer<Float>, _ value: Float) -> Int {
    let step = (0..<6).first { state[$0] == 1 } ?? -1
    if step % 3 == 0 || state[6] == 1 { #expect(abs(value - Self.worth[step]) < 0.3, "\(step): \(value)") }
    return step
  }
}
