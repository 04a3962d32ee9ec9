import MusterLearning
import MusterMath

/// Trains the agents of an ``OrchestrationWorld`` by any ``OrchestrationMethod``, on the first part of each trace, and
/// evaluates them on the rest. With several traces, copies of the world take them in turn.
///
/// A step is as many frames as a batch has, or the least above that a method learns from: so that steps of methods
/// can be compared. The score is the mean composite of the test episodes; beside it stand the measures, and those of
/// DRF with best fit on the same episodes.
public struct OrchestrationTrainer: Trainer {
  private let settings: OrchestrationTrainerSettings
  private let build: () throws -> any TeamLearner
  /// What is tested on, and who advises there.
  private let testing: [(source: OrchestrationSource, world: OrchestrationSettings)]
  var learner: any TeamLearner
  public private(set) var step = 0
  /// The rule's measures, by trace; empty until the first evaluation.
  private var baseline: [[OrchestrationMeasures]] = []

  init(_ method: OrchestrationMethod, _ spec: TraceSpec, traces: [any Trace]) throws {
    let settings = try OrchestrationTrainerSettings(spec)
    let sources = try traces.map { try OrchestrationSource($0) }
    var (worlds, testing): ([OrchestrationWorld], [(OrchestrationSource, OrchestrationSettings)]) = ([], [])
    for source in sources {
      let training = source.part(0...settings.trainingShare)
      var world = settings.world
      world.advisor = try method.advisor(spec, on: training, world, seed: settings.plan.seed)
      testing.append((source.part(settings.trainingShare...1), world))
      world.widening = settings.widening
      worlds.append(try OrchestrationWorld(training, world, copies: 0..<1, seed: settings.plan.seed))
    }
    self.settings = settings
    self.testing = testing
    build = {
      try method.learner(spec, settings.plan) { OrchestrationMix.world(worlds, copies: $0) }
    }
    learner = try build()
  }

  /// With several traces, the advice is that of the first.
  public var policy: [UInt8] {
    var checkpoint = learner.policy()
    checkpoint.add("advice") { (testing[0].world.advisor?.advice ?? .none).encode(into: &$0) }
    checkpoint.add("scope") { settings.world.scope.encode(into: &$0) }
    return checkpoint.encoded()
  }

  public var state: [UInt8] {
    var checkpoint = learner.checkpoint()
    checkpoint.add("steps") { $0.varint(UInt64(step)) }
    return checkpoint.encoded()
  }

  public mutating func learn(threads: Int) throws -> [TrainingValue] {
    learner.threads = threads
    let goal = learner.frames + settings.plan.copies * settings.plan.horizon
    var returns: [Double] = []
    repeat { returns += try learner.advance() } while learner.frames < goal
    step += 1
    let mean = returns.isEmpty ? [] : [TrainingValue("return", RunningMoments(returns).mean)]
    return (mean + learner.measures.map { TrainingValue($0.name, $0.value) }).filter { $0.value.isFinite }
  }

  public mutating func evaluate(threads: Int) throws -> TrainingEvaluation {
    let (settings, testing) = (settings, testing)
    // Training copies count from 0 under the plain seed.
    let seed = Mix.hash(settings.plan.seed, 0x7E57)
    if baseline.isEmpty {
      baseline = try testing.map {
        try OrchestrationRule.all[1].run(
          $0.source, settings.world, episodes: settings.evaluations, seed: seed, threads: threads)
      }
    }
    let found = try testing.map {
      try learner.tested(
        $0.source, $0.world, episodes: settings.evaluations, seed: seed, threads: threads)
    }
    func mean(_ all: [[OrchestrationMeasures]], _ value: (OrchestrationMeasures) -> Double) -> Double {
      RunningMoments(all.joined().map(value)).mean
    }
    let rule = OrchestrationRule.all[1].name
    return TrainingEvaluation(
      score: mean(found) { $0.composite },
      values: [TrainingValue("composite of \(rule)", mean(baseline) { $0.composite })]
        + Self.named.map { name, value in TrainingValue(name, mean(found, value)) },
      results: Self.results(rule, baseline) + Self.results("trained", found))
  }

  private static let named: [(String, @Sendable (OrchestrationMeasures) -> Double)] = [
    ("utilisation", { $0.utilisation }), ("latency", { $0.latency }), ("latency p99", { $0.latency99 }),
    ("fairness", { $0.fairness }), ("load variation", { $0.loadVariation }), ("power", { $0.power }),
  ]

  /// An episode is a run, by its number.
  private static func results(_ policy: String, _ found: [[OrchestrationMeasures]]) -> [RunResult] {
    found.joined().enumerated().map { number, measures in
      RunResult(
        policy: policy, seed: UInt64(number),
        metrics: [MetricValue("composite", measures.composite)]
          + named.map { name, value in MetricValue(name, value(measures)) })
    }
  }

  public mutating func restore(_ state: [UInt8]) throws {
    let checkpoint = try Checkpoint(state)
    let restored = try build()
    try restored.restore(checkpoint)
    step = try checkpoint.read("steps") { try TrainingCurve.step(from: &$0) }
    learner = restored
  }
}

extension TrainingMethod {
  /// The methods that learn to orchestrate: see ``OrchestrationMethod/all``.
  static let orchestration: [TrainingMethod] = OrchestrationMethod.all.map { method in
    TrainingMethod(
      name: method.name, summary: method.summary, source: method.source,
      settings: method.keys + OrchestrationTrainerSettings.parameters
    ) { spec, traces in try OrchestrationTrainer(method, spec, traces: traces) }
  }
}
