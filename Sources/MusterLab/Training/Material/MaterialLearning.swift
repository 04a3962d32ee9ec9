import MusterLearning
import MusterMath

/// Trains two-stage allocation (``MaterialTrainer``) in a ``MaterialWorld`` whose tasks ask for what those of the
/// traces do, on the first part of each, and evaluates it on the rest or on other traces, on entities and places drawn
/// anew.
///
/// The score is the mean return of the test episodes; beside it stand those of the ``MaterialRule``s on the same.
public struct MaterialLearning: Trainer {
  private let keys: MaterialKeys
  private let training: [SIMD3<Double>]
  private let testing: [[SIMD3<Double>]]
  private var learner: MaterialTrainer
  public private(set) var step = 0
  /// The rules' returns, by rule; empty until the first evaluation.
  private var baseline: [(rule: MaterialRule, returns: [Double])] = []

  init(_ keys: MaterialKeys, _ ground: TrainingGround) throws {
    self.keys = keys
    func demands(_ source: OrchestrationSource, _ part: ClosedRange<Double>) -> [SIMD3<Double>] {
      MaterialDemands.demands(of: source, part: part, most: keys.world.demand)
    }
    let sources = try ground.sources(trainingShare: keys.trainingShare)
    training = sources.training.flatMap { demands($0, 0...keys.trainingShare) }
    testing =
      ground.tests.isEmpty
      ? sources.training.map { demands($0, keys.trainingShare...1) }
      : sources.tests.map { demands($0, 0...1) }
    learner = try MaterialTrainer(keys.learning, keys.world, demands: training)
    if let state = ground.state { try restore(state) }
  }

  public var policy: [UInt8] { learner.policy().encoded() }
  public var state: [UInt8] { learner.checkpoint().encoded() }

  public mutating func learn(threads: Int) throws -> [TrainingValue] {
    var returns = RunningMoments()
    for _ in 0..<keys.episodes { returns.add(try learner.episode(threads: threads)) }
    step += 1
    return [TrainingValue("return", returns.mean)]
  }

  public mutating func evaluate(threads: Int) throws -> TrainingEvaluation {
    let (keys, testing, learner) = (keys, testing, learner)
    // No training episode has this seed.
    let seed = Mix.hash(keys.learning.seed, 0x7E57)
    func all(_ returns: ([SIMD3<Double>]) throws -> [Double]) rethrows -> [Double] {
      try testing.flatMap { try returns($0) }
    }
    if baseline.isEmpty {
      baseline = try MaterialRule.allCases.map { rule in
        let found = try all {
          try rule.returns(
            keys.world, demands: $0, episodes: keys.evaluations, seed: seed, threads: threads)
        }
        return (rule, found)
      }
    }
    let found = try all {
      try learner.returns(keys.world, demands: $0, episodes: keys.evaluations, seed: seed, threads: threads)
    }
    return TrainingEvaluation(
      score: RunningMoments(found).mean,
      values: baseline.map {
        TrainingValue("return of \($0.rule.rawValue)", RunningMoments($0.returns).mean)
      },
      results: baseline.flatMap { Self.results($0.rule.rawValue, $0.returns) }
        + Self.results("trained", found))
  }

  /// An episode is a run, by its number.
  private static func results(_ policy: String, _ returns: [Double]) -> [RunResult] {
    returns.enumerated().map { number, value in
      RunResult(policy: policy, seed: UInt64(number), metrics: [MetricValue("return", value)])
    }
  }

  public mutating func restore(_ state: [UInt8]) throws {
    let restored = try MaterialTrainer(keys.learning, keys.world, demands: training)
    try restored.restore(try Checkpoint(state))
    step = restored.episodes / keys.episodes
    learner = restored
  }
}

extension TrainingMethod {
  /// Two-stage allocation in the environment that it was published with.
  static let material = TrainingMethod(
    name: "material",
    summary: "Teams of entities for tasks on a map: candidates sent to each, then chosen one by one.",
    source: "two-stage multi-entity allocation, 2024, arXiv 2407.00496",
    settings: MaterialKeys.parameters
  ) { spec, ground in
    try spec.checkHeldOut(MaterialKeys.share, ground)
    return try MaterialLearning(MaterialKeys(spec), ground)
  }
}
