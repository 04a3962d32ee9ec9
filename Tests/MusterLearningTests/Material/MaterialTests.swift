import MusterMath
import Testing

@testable import MusterLearning

@Suite struct MaterialTests {
  /// Smooth functions between, so that finite differences hold everywhere.
  @Test func gradients() {
    var layout = ParameterLayout()
    let pair = PairLayer(
      "pair", rows: 3, rowSize: 4, columns: 2, columnSize: 5, width: 6, divisor: 3, activation: .tanh,
      in: &layout)
    for seed in 1...3 as ClosedRange<UInt64> {
      let found = GradientCheck(pair, layout, rows: 2, seed: seed).run()
      #expect(found.parameters < GradientCheck.tolerance && found.input < GradientCheck.tolerance)
    }
    layout = ParameterLayout()
    let mixer = SetMixer(
      "mixer", entities: 4, size: 3, width: 6, channels: 3, activation: .tanh, in: &layout)
    for seed in 1...3 as ClosedRange<UInt64> {
      let found = GradientCheck(mixer, layout, rows: 2, seed: seed).run()
      #expect(found.parameters < GradientCheck.tolerance && found.input < GradientCheck.tolerance)
    }
  }

  /// The gradient of the soft choice is that of its value, by finite differences of the logits.
  @Test func theSoftChoiceHasItsGradient() {
    let (logits, q): ([Float], [Float]) = ([0.3, -0.7, 1.1, 0], [1, 2, -0.5, 9])
    let mask: [UInt8] = [1, 1, 1, 0]
    func loss(_ logits: [Float]) -> Double {
      var p = [Float](repeating: 0, count: 4)
      _ = Categorical.probabilities(logits, mask: mask, count: 4, &p)
      return -Double(SoftChoice.value(p, q, count: 4, entropy: 0.2))
    }
    var (p, found) = ([Float](repeating: 0, count: 4), [Float](repeating: 9, count: 4))
    _ = Categorical.probabilities(logits, mask: mask, count: 4, &p)
    SoftChoice.gradient(p, q, count: 4, slope: 1, entropy: 0.2, &found)
    for at in 0..<4 {
      var (up, down) = (logits, logits)
      up[at] += 1 / 64
      down[at] -= 1 / 64
      #expect(abs((loss(up) - loss(down)) * 32 - Double(found[at])) < 1e-3)
    }
  }

  /// By hand: two entities that cover a demand together are paid for once, are on their way and then idle elsewhere; one
  /// alone does nothing.
  @Test func whoCoversIsPaid() throws {
    var settings = MaterialWorld.Settings()
    (settings.entities, settings.tasks, settings.open, settings.demand) = (2, 1, 1, 0.4)
    // A demand of at most 0.4 that two entities cover and the first alone does not.
    var world = try #require(
      (1...200 as ClosedRange<UInt64>).lazy.map { MaterialWorld(settings, seed: $0) }.first { world in
        world.openTasks[0].map { world.covers([0, 1], $0.demand) && !world.covers([0], $0.demand) } ?? false
      })
    let task = try #require(world.openTasks[0])
    #expect(world.step([[0]]) == 0 && world.isIdle(0) && !world.isOver)
    func cost(_ entity: Int) -> Double {
      let own = world.entities[entity]
      let (x, y) = (own.place.x - task.place.x, own.place.y - task.place.y)
      return own.cost * (1 + ((x * x + y * y) / 2).squareRoot())
    }
    let expected = task.value - cost(0) - cost(1)
    #expect(abs(world.step([[0, 1]]) - expected) < 1e-12)
    #expect(world.isOver && !world.isIdle(0) && !world.isIdle(1) && world.entities[0].place == task.place)
  }

  /// Six entities, two tasks of eight at a time, the same in every episode.
  static func tiny() -> MaterialWorld.Settings {
    var settings = MaterialWorld.Settings()
    (settings.entities, settings.tasks, settings.open, settings.steps) = (6, 8, 2, 30)
    (settings.demand, settings.patience, settings.workSteps, settings.speed) = (0.9, 6, 2, 0.3)
    settings.redraws = false
    return settings
  }

  static func settings() -> TwoStageSettings {
    var settings = TwoStageSettings()
    settings.width = 32
    settings.divisor = Float(32).squareRoot()
    settings.rate = 1e-3
    settings.tau = 0.02
    return settings
  }

  /// It comes to earn more than chance and than the greedy rule; the genetic algorithm, which searches 1,600 assignments
  /// anew in every step, earns more still. Where entities and tasks are drawn anew in each episode, both rules earn more
  /// than what is learned in as many episodes: nothing else is claimed.
  @Test func learnsMoreThanChanceAndGreed() throws {
    let trainer = try MaterialTrainer(Self.settings(), Self.tiny())
    for _ in 0..<700 { _ = try trainer.episode() }
    let learned = RunningMoments(try trainer.returns(Self.tiny(), episodes: 50, seed: 1)).mean
    func score(_ rule: MaterialRule) throws -> Double {
      RunningMoments(try rule.returns(Self.tiny(), episodes: 20, seed: 1)).mean
    }
    #expect(try learned > score(.random))
    #expect(try learned > score(.greedy))
    #expect(try learned < score(.genetic))
  }

  /// The same settings, the same bits; and the parameters fit a world of other sizes.
  @Test func isDeterministicAndFitsOtherSizes() throws {
    var settings = Self.settings()
    settings.warmUp = 50
    var larger = Self.tiny()
    (larger.entities, larger.open) = (9, 3)
    let scores = try (0..<2).map { _ in
      let trainer = try MaterialTrainer(settings, Self.tiny())
      for _ in 0..<6 { _ = try trainer.episode() }
      return try trainer.returns(Self.tiny(), episodes: 5, seed: 3)
        + trainer.returns(larger, episodes: 5, seed: 3)
    }
    #expect(scores[0] == scores[1])
    settings.tau = 2
    #expect(throws: TrainingError.setting(name: "tau", found: "2.0", expected: "0...1")) {
      try MaterialTrainer(settings, Self.tiny())
    }
  }
}
