import MusterMath
import Testing

@testable import MusterLearning

@Suite struct GMAHTests {
  private static func settings() -> GMAHSettings {
    var settings = GMAHSettings()
    settings.walking.actorHidden = [16]
    settings.walking.criticHidden = [16]
    settings.walking.copies = 16
    settings.walking.horizon = 20
    settings.walking.actorRate = 5e-3
    settings.walking.criticRate = 5e-3
    settings.planning.hidden = [16]
    settings.planning.mixing = .monotone(embedding: 8)
    settings.planning.copies = 8
    settings.planning.memory = 4000
    settings.planning.batch = 64
    settings.planning.warmUp = 500
    settings.planning.rate = 2e-3
    settings.planning.exploreFrames = 8000
    settings.planning.targetPeriod = 50
    return settings
  }

  private static func trainer() throws -> GMAHTrainer {
    try GMAHTrainer(settings(), MeetingEnds()) { MeetingGame(copies: $0.count) }
  }

  /// The best is 10: both walk to the right. Untrained they do not.
  @Test func learnsWhereToMeet() throws {
    let trainer = try Self.trainer()
    func score() -> Double { TeamGame.score(trainer.actor(copies: 4), MeetingGame(copies: 4)) }
    #expect(score() < 10)
    for _ in 0..<50 { _ = try trainer.update() }
    #expect(score() == 10)
  }

  /// An agent on its way may choose nothing else; one that is there, or that cannot get there, may.
  @Test func plansAnewOnlyWhenItMust() {
    var game = MeetingGame(copies: 1)
    var state = SubgoalState(MeetingEnds(), rows: 2, observationSize: 9)
    var seen = [Float](repeating: 0, count: 18)
    func mask() -> [UInt8] {
      var flags = [UInt8](repeating: 9, count: 4)
      state.mask(seen, into: &flags)
      return flags
    }
    game.observe(into: &seen)
    #expect(mask() == [1, 1, 1, 1])
    state.aim([1, 0])
    #expect(mask() == [0, 1, 1, 0])
    game.places = [6, 6]
    game.observe(into: &seen)
    var arrived: [Int] = []
    state.settle(seen) { arrived.append($0) }
    // The second one's end is out of reach.
    #expect(arrived == [0] && state.aims == [-1, -1])
    #expect(mask() == [0, 1, 0, 1])
  }
}
