import MusterLearning
import MusterMath

/// Learners and rules of thumb on episodes that nobody trained on: other tasks of the trace, other seeds. All meet the
/// same episodes, so that differences are paired by seed.
public struct OrchestrationStudy: Sendable {
  /// What learners train on.
  public let training: OrchestrationSource
  /// What everybody is tested on.
  public let testing: OrchestrationSource
  /// The worlds.
  public var settings = OrchestrationSettings()
  /// Steps of single copies that a learner trains for.
  public var frames = 60_000
  /// Test episodes a seed.
  public var episodes = 32
  /// Who advises the methods that learn from advice; searched for by each run anew where there is none.
  public var advisor: OrchestrationRule?

  /// Threads for searches and tests; they change the time and nothing else.
  public var threads = 1

  /// What a seed gave.
  public struct Run: Sendable {
    /// Mean over the test episodes.
    public var composite = 0.0
    /// Means over the test episodes.
    public var measures: [OrchestrationMeasures] = []
    /// Training episodes until their moving mean (of 16) first was at 95 % of the final return, the mean over the last
    /// fifth; nil for rules.
    public var convergence: Double?
    /// The coefficient of variation of the training return over the last fifth of episodes; nil for rules.
    public var returnVariation: Double?
  }

  /// Trains on the first part of the trace and tests on the rest.
  public init(_ source: OrchestrationSource, trainingShare: Double = 0.6) {
    training = source.part(0...trainingShare)
    testing = source.part(trainingShare...1)
  }

  /// The episodes of a seed on which all are tested: no training seed meets them.
  private func testSeed(_ seed: UInt64) -> UInt64 { Mix.hash(seed, 0x7E57) }

  /// A rule on the test episodes of a seed.
  public func run(_ rule: OrchestrationRule, seed: UInt64) throws -> Run {
    summary(try rule.run(testing, settings, episodes: episodes, seed: testSeed(seed), threads: threads))
  }

  /// A learner, trained under a seed and tested on that seed's episodes.
  public func run(_ method: OrchestrationMethod, seed: UInt64) throws -> Run {
    var settings = settings
    settings.localWeight = method.localWeight
    if try method.takesAdvice() {
      settings.advisor =
        try advisor
        ?? method.advisor(
          on: training, settings, seed: seed, threads: threads)
    }
    // Built once, so that the closure below cannot fail.
    let world = try OrchestrationWorld(training, settings, copies: 0..<1, seed: seed)
    let plan = OrchestrationMethod.Plan(frames: frames, seed: seed)
    let learner = try method.learner(plan) { world.with(copies: $0) }
    var returns: [Double] = []
    while learner.frames < frames {
      returns += try learner.advance()
    }
    var run = summary(
      try learner.tested(testing, settings, episodes: episodes, seed: testSeed(seed), threads: threads))
    let last = returns.suffix(max(returns.count / 5, 1))
    let final = RunningMoments(Array(last))
    run.returnVariation = final.variation
    run.convergence = Self.convergence(returns, final: final.mean)
    return run
  }

  static func convergence(_ returns: [Double], final: Double) -> Double? {
    for end in returns.indices where end >= 15 {
      let mean = returns[(end - 15)...end].reduce(0, +) / 16
      if mean >= final - 0.05 * abs(final) { return Double(end + 1) }
    }
    return nil
  }

  private func summary(_ measures: [OrchestrationMeasures]) -> Run {
    var run = Run()
    run.measures = measures
    run.composite = measures.reduce(0) { $0 + $1.composite } / Double(max(measures.count, 1))
    return run
  }
}
