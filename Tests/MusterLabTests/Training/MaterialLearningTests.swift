import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite("Two-stage allocation on its map") struct MaterialLearningTests {
  static let settings = [
    "entities=6", "tasks=8", "open=2", "length=12", "demand=0.9", "episodes=2", "width=16", "warm-up=20",
    "memory=60", "batch=8", "evaluations=3",
  ]

  private func run(_ more: [String] = []) throws -> TrainingRun {
    try TrainingRun(
      TrainingSetup(
        method: "material", traces: ["tiny"], settings: MaterialLearningTests.settings + more),
      on: TrainingGround([TinyTrace()]))
  }

  private func trained(_ steps: Int, threads: Int, _ more: [String] = []) throws -> TrainingRun {
    var run = try run(more)
    let plan = TrainingRun.Plan(steps: steps, evaluateEvery: 2)
    while !run.isFinished(plan) { _ = try run.advance(plan, threads: threads) }
    return run
  }

  /// Interrupted and resumed, on one thread or two: the same bits as in one go. The memory is full by then, so that its
  /// oldest steps are overwritten.
  @Test func resumesBitForBit() throws {
    let whole = try trained(6, threads: 1)
    let half = try trained(4, threads: 2)
    let bytes = half.checkpoint.encoded()
    var resumed = try TrainingRun(resuming: try Checkpoint(bytes), on: TrainingGround([TinyTrace()]))
    #expect(resumed.checkpoint.encoded() == bytes)
    let plan = TrainingRun.Plan(steps: 6, evaluateEvery: 2)
    while !resumed.isFinished(plan) { _ = try resumed.advance(plan, threads: 2) }
    #expect(resumed.checkpoint.encoded() == whole.checkpoint.encoded())
    #expect(whole.trainer.policy != (try run()).trainer.policy)
    #expect(try trained(6, threads: 1, ["seed=2"]).trainer.policy != whole.trainer.policy)
  }

  /// What is of other settings, cut off or flipped is refused, and the trainer stands as it stood.
  @Test func refusesWhatDoesNotFit() throws {
    var trainer = try trained(4, threads: 1).trainer
    let state = trainer.state
    let other = try trained(2, threads: 1, ["discount=0.5"]).trainer.state
    #expect(
      throws: CheckpointError.mismatch(what: "settings", found: "others", expected: "those of this run")
    ) {
      try trainer.restore(other)
    }
    #expect(throws: CheckpointError.self) { try trainer.restore(Array(state.dropLast())) }
    for place in stride(from: 40, to: state.count, by: state.count / 50) {
      var damaged = state
      damaged[place] ^= 0x40
      #expect(throws: CheckpointError.self) { try trainer.restore(damaged) }
    }
    #expect(trainer.state == state)
  }

  /// The rules and what is learned meet the same episodes, whose returns the report has one by one.
  @Test func isMeasuredBesideTheRules() throws {
    let run = try trained(2, threads: 2)
    let point = try #require(run.curve.points.last)
    #expect(
      point.values.map(\.name) == ["return of random", "return of greedy", "return of genetic", "return"])
    #expect(run.bestResults.map(\.policy).unique == ["random", "greedy", "genetic", "trained"])
    #expect(run.bestResults.count == 4 * 3)
    let trained = run.bestResults.filter { $0.policy == "trained" }.compactMap { $0.metrics.first?.value }
    #expect(abs(RunningMoments(trained).mean - point.score) < 1e-12)
    let keys = try MaterialKeys(
      TraceSpec("material?" + MaterialLearningTests.settings.joined(separator: "&")))
    let source = try OrchestrationSource(TinyTrace())
    let greedy = try MaterialRule.greedy.returns(
      keys.world, demands: MaterialDemands.demands(of: source, part: 0.6...1, most: 0.9), episodes: 3,
      seed: Mix.hash(1, 0x7E57))
    #expect(
      greedy == run.bestResults.filter { $0.policy == "greedy" }.compactMap { $0.metrics.first?.value })
  }

  /// By hand: of 125 tasks five ask for 16 processors and four devices, everybody for the same memory; the 99th
  /// percentile is among the five, so they are the measure of the others.
  @Test func demandsAreSharesOfTheGreatest() throws {
    let source = try OrchestrationSource(TinyTrace())
    let demands = MaterialDemands.demands(of: source, part: 0...1, most: 2)
    #expect(demands.count == 125)
    #expect(demands.count { $0 == SIMD3(2, 2, 2) } == 5)
    #expect(demands.count { $0 == SIMD3(0.5, 2, 0) } == 30)
    #expect(demands.count { $0 == SIMD3(0.75, 2, 0.5) } == 40)
    #expect(demands.count { $0 == SIMD3(0.5, 2, 2 * 0.115) } == 50)
    let parts = [0...0.6, 0.6...1].map { MaterialDemands.demands(of: source, part: $0, most: 2) }
    #expect(Array(parts.joined()) == demands)
  }

  /// Tested on another trace, it is measured on all tasks of that, and learns the same.
  @Test func isTestedOnOtherTraces() throws {
    let setup = TrainingSetup(
      method: "material", traces: ["tiny"], settings: MaterialLearningTests.settings, tests: ["other"])
    let other = TinyTrace(spec: "other", agents: 18)
    var run = try TrainingRun(setup, on: TrainingGround([TinyTrace()], tests: [other]))
    _ = try run.advance(TrainingRun.Plan(steps: 2, evaluateEvery: 2), threads: 1)
    let held = try trained(2, threads: 1)
    #expect(run.trainer.policy == held.trainer.policy)
    let keys = try MaterialKeys(
      TraceSpec("material?" + MaterialLearningTests.settings.joined(separator: "&")))
    let greedy = try MaterialRule.greedy.returns(
      keys.world, demands: MaterialDemands.demands(of: OrchestrationSource(other), part: 0...1, most: 0.9),
      episodes: 3, seed: Mix.hash(1, 0x7E57))
    let found = run.bestResults.filter { $0.policy == "greedy" }.compactMap { $0.metrics.first?.value }
    #expect(found == greedy)
    #expect(found != held.bestResults.filter { $0.policy == "greedy" }.compactMap { $0.metrics.first?.value })
    // All of the trace may be trained on then, and only then.
    let whole = ["training-share=1"]
    let method = try TrainingMethod.named("material")
    _ = try method.trainer(settings: whole, on: TrainingGround([TinyTrace()], tests: [other]))
    #expect(
      throws: TrainingSetupError(
        part: "key training-share", found: "\"1\"",
        expected: "less than 1, so that something is left to test on, or --test-trace")
    ) { try method.trainer(settings: whole, on: TrainingGround([TinyTrace()])) }
  }

  @Test func saysWhichSettingCannotBe() throws {
    #expect(
      throws: TrainingSetupError(
        part: "key memory", found: "\"10\"", expected: "at least batch, 32")
    ) {
      try TrainingMethod.named("material").trainer(
        settings: ["memory=10", "warm-up=0"], on: TrainingGround([TinyTrace()]))
    }
    #expect(throws: TrainingSetupError.self) {
      try TrainingMethod.named("material").trainer(settings: ["width=0"], on: TrainingGround([TinyTrace()]))
    }
  }
}
