import MusterMath
import Testing

@testable import MusterLearning

@Suite struct TwoStageTests {
  private static func trainer(_ change: (inout TwoStageSettings) -> Void = { _ in }) throws -> TwoStageTrainer
  {
    var settings = TwoStageSettings()
    settings.width = 16
    settings.divisor = 4
    settings.memory = 2000
    settings.warmUp = 100
    settings.rate = 3e-3
    settings.tau = 0.05
    settings.discount = 0.9
    settings.entropy = 0.1
    change(&settings)
    return try TwoStageTrainer(settings, StandingSight(), copies: 16) { StandingGame(copies: $0.count) }
  }

  /// Neither stage can do it alone: who chooses cannot see who is good, and who is good is not told who is cheap. In 400
  /// games of three rounds the most that can be had is had. With little entropy nobody comes to stand, because a bad hand
  /// costs more than a good one brings before anybody knows which is which.
  @Test func learnsWhoStandsAndWhoIsTaken() throws {
    let trainer = try Self.trainer()
    func lost() throws -> Double {
      var game = StandingGame(copies: 400)
      let actor = trainer.actor(copies: 400)
      var seen = [Float](repeating: 0, count: 400 * 24)
      var mask = [UInt8](repeating: 0, count: 400 * 16)
      var actions = [Int32](repeating: 0, count: 1600)
      var rewards = [Float](repeating: 0, count: 1600)
      var ends = [EpisodeEnd](repeating: .running, count: 400)
      var (most, had) = (0.0, 0.0)
      while ends[0] == .running {
        game.observe(into: &seen)
        game.mask(into: &mask)
        if seen[0] == 1 { most += game.best }
        actor.act(seen, mask: mask, into: &actions)
        game.step(actions: actions, rewards: &rewards, ends: &ends)
        had += rewards.reduce(0) { $0 + Double($1) } / 1600
      }
      return (most - had) / most
    }
    #expect(try lost() > 0.3)
    for _ in 0..<1500 { _ = try trainer.step() }
    #expect(try lost() < 0.02)
  }

  /// Saved in the middle of episodes, with choices of both stages open, and gone on from on one thread or two: the same
  /// bits.
  @Test func resumesBitForBit() throws {
    let (whole, other) = (try Self.trainer(), try Self.trainer())
    for _ in 0..<152 { _ = try whole.step() }
    // Apart, as an expectation that fails would write down all that both remember.
    func areSame() -> Bool { other.checkpoint() == whole.checkpoint() }
    try other.restore(whole.checkpoint())
    #expect(areSame() && other.frames == 152 * 16)
    other.threads = 2
    for _ in 0..<50 {
      let (one, two) = (try whole.step(), try other.step())
      #expect(one == two)
    }
    #expect(areSame())
    #expect(throws: CheckpointError.self) { try Self.trainer { $0.tau = 0.5 }.restore(whole.checkpoint()) }
  }

  /// By hand: a choice is paid 1, 2 and 4 at a discount of one half, before the next one of its stage; the last of an
  /// episode has nothing after it, and teaches nothing where the episode was only cut off.
  @Test func paysForAllUntilTheNextChoice() {
    let replay = PairReplay(rows: 4, size: 1, flags: 1, choices: 1)
    let open = OpenChoices(replay, copies: 2)
    func add(_ copy: Int, _ number: Float, _ choice: Int32) {
      withUnsafePointer(to: number) { scene in
        withUnsafePointer(to: 1 as UInt8) { mask in
          withUnsafePointer(to: choice) { open.add(copy, scene, mask, $0) }
        }
      }
    }
    open.pay(1, 9, discount: 0.5)
    add(1, 7, 3)
    for reward in [1, 2, 4] as [Float] { open.pay(1, reward, discount: 0.5) }
    #expect(replay.count == 0)
    add(1, 8, 2)
    #expect(replay.count == 1 && replay.reward(0) == 1 + 1 + 1 && replay.discount(0) == 0.125)
    #expect(replay.scene[0] == 7 && replay.nextScene[0] == 8 && replay.choice[0] == 3)
    open.pay(1, 5, discount: 0.5)
    open.end(1, .running)
    open.end(1, .terminated)
    open.end(1, .terminated)
    open.end(0, .terminated)
    #expect(replay.count == 2 && replay.reward(1) == 5 && replay.discount(1) == 0 && replay.choice[1] == 2)
    // What would have followed is not known, and 0 it was not.
    add(0, 6, 1)
    open.pay(0, 5, discount: 0.5)
    open.end(0, .truncated)
    add(0, 5, 1)
    #expect(replay.count == 2)
  }
}
