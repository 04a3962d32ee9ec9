import Testing

@testable import MusterLearning

/// What every learner does with rewards that are no numbers: its first optimiser step names the layer that it cannot
/// move, and nothing of the networks that it was to move has moved. PPO's own is in ``PPOTrainerTests``.
@Suite struct NotFiniteTests {
  /// Learns until that fails.
  private func expectFailure(in block: String, of networks: Network..., learn: () throws -> Void) {
    let before = networks.map(\.values.values)
    #expect(throws: TrainingError.notFinite(block: block, step: 1)) {
      for _ in 0..<100 { try learn() }
    }
    // Apart, as an expectation that fails would write down all numbers.
    let hasMoved = networks.map(\.values.values) != before
    #expect(!hasMoved, "parameters moved, in \(block) or beside it")
  }

  /// VDN and QMIX.
  @Test(arguments: [ValueSettings.Mixing.sum, .monotone(embedding: 4)])
  func values(mixing: ValueSettings.Mixing) throws {
    var settings = ValueSettings()
    settings.mixing = mixing
    settings.hidden = [16]
    settings.copies = 4
    (settings.memory, settings.batch, settings.warmUp) = (200, 16, 16)
    let trainer = try ValueTrainer(settings) { SpoiledGame(TwoStepGame(copies: $0.count)) }
    expectFailure(in: "agent.0.weights", of: trainer.online.agent, trainer.online.mixer) {
      _ = try trainer.step()
    }
  }

  @Test func coma() throws {
    var settings = COMASettings()
    (settings.actorHidden, settings.criticHidden) = ([16], [24])
    (settings.copies, settings.horizon) = (8, 4)
    let trainer = try COMATrainer(settings) { SpoiledGame(TwoStepGame(copies: $0.count)) }
    expectFailure(in: "critic.0.weights", of: trainer.critic.network, trainer.actor) {
      _ = try trainer.update()
    }
  }

  @Test func maddpg() throws {
    var settings = MADDPGSettings()
    (settings.actorHidden, settings.criticHidden) = ([16], [24])
    settings.copies = 4
    (settings.memory, settings.batch, settings.warmUp) = (200, 16, 16)
    let trainer = try MADDPGTrainer(settings) { SpoiledGame(TwoStepGame(copies: $0.count)) }
    expectFailure(in: "critic.0.weights", of: trainer.online.critic, trainer.online.actor) {
      _ = try trainer.step()
    }
  }

  /// The first stage remembers enough before the second does.
  @Test func twoStage() throws {
    var settings = TwoStageSettings()
    settings.width = 8
    (settings.memory, settings.batch, settings.warmUp) = (200, 16, 20)
    let trainer = try TwoStageTrainer(settings, StandingSight(), copies: 4) {
      SpoiledGame(StandingGame(copies: $0.count))
    }
    let (first, second) = (trainer.stages.assignment, trainer.stages.selection)
    expectFailure(
      in: "mixer.embed.weights", of: first.mixer.network, first.critic.network, first.actor.network
    ) { _ = try trainer.step() }
    expectFailure(
      in: "select.critic.rows.0.weights", of: second.critic.network, second.actor.network
    ) { try second.learn() }
  }

  /// Who walks is paid for being there, whatever the world pays: who plans fails.
  @Test func gmah() throws {
    var settings = GMAHSettings()
    (settings.walking.actorHidden, settings.walking.criticHidden) = ([16], [16])
    (settings.walking.copies, settings.walking.horizon) = (8, 10)
    settings.planning.hidden = [16]
    settings.planning.mixing = .monotone(embedding: 4)
    settings.planning.copies = 4
    (settings.planning.memory, settings.planning.batch, settings.planning.warmUp) = (200, 16, 16)
    let trainer = try GMAHTrainer(settings, MeetingEnds()) { SpoiledGame(MeetingGame(copies: $0.count)) }
    let networks = trainer.planning.online
    expectFailure(in: "agent.0.weights", of: networks.agent, networks.mixer) { _ = try trainer.update() }
  }

  /// What annotations pay beside does not hide it.
  @Test func intrinsic() throws {
    let trainer = try IntrinsicTrainer(
      IntrinsicTrainer.Settings(), PPOTrainerTests.settings(), threads: 1, annotator: nil
    ) { SpoiledGame(LongCorridor(copies: $0.count)) }
    let networks = trainer.trainer.networks
    expectFailure(in: "actor.0.weights", of: networks.actor, networks.critic) { _ = try trainer.update() }
  }
}
