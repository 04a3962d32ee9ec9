import MusterLearning
import MusterMath

/// Trains the agents of an ``OrchestrationWorld`` by any ``OrchestrationMethod``, on the first part of each trace, and
/// evaluates them on the rest or on other traces. With several traces, copies of the world take them in turn.
///
/// A step is as many frames as a batch has, or the least above that a method learns from: so that steps of methods
/// can be compared. The score is the mean composite of the test episodes; beside it stand the measures, and those of
/// DRF with best fit on the same episodes.
public struct OrchestrationTrainer: Trainer {
  private let settings: OrchestrationTrainerSettings
  /// Makes the learner at its beginning, told who advises on each trace.
  private let build: ([OrchestrationRule?]) throws -> any TeamLearner
  /// What is tested on, and by whose advice: parts of the traces that are trained on, by each its own, or other traces,
  /// by that of the first.
  private let testing: [(source: OrchestrationSource, advisor: Int)]
  /// Who advises, by trace.
  private(set) var advisors: [OrchestrationRule?]
  var learner: any TeamLearner
  public private(set) var step = 0
  /// The rule's measures, by trace; empty until the first evaluation.
  private var baseline: [[OrchestrationMeasures]] = []

  init(_ method: OrchestrationMethod, _ spec: TraceSpec, _ ground: TrainingGround) throws {
    let settings = try OrchestrationTrainerSettings(spec)
    try spec.checkHeldOut(OrchestrationTrainerSettings.share, ground)
    let sources = try ground.sources(trainingShare: settings.trainingShare)
    let training = sources.training.map { $0.part(0...settings.trainingShare) }
    self.settings = settings
    testing =
      ground.tests.isEmpty
      ? sources.training.enumerated().map { ($1.part(settings.trainingShare...1), $0) }
      : sources.tests.map { ($0, 0) }
    build = { advisors in
      let worlds = try zip(training, advisors).map { source, advisor in
        var world = settings.world
        world.advisor = advisor
        world.widening = settings.widening
        return try OrchestrationWorld(source, world, copies: 0..<1, seed: settings.plan.seed)
      }
      return try method.learner(spec, settings.plan) { OrchestrationMix.world(worlds, copies: $0) }
    }
    let state = try ground.state.map { try Checkpoint($0) }
    if let held = try state.flatMap({ try Self.advisors(of: $0, traces: training.count) }) {
      advisors = held
      learner = try build(held)
    } else {
      // Whatever cannot be learned with is told before a search of minutes.
      learner = try build(training.map { _ in nil })
      advisors = try method.advisors(
        spec, on: training, settings.world, seed: settings.plan.seed, threads: ground.threads,
        watch: ground.watch)
      if advisors.contains(where: { $0 != nil }) { learner = try build(advisors) }
    }
    if let state { try take(state) }
  }

  /// With several traces, the advice is that of the first.
  public var policy: [UInt8] {
    var checkpoint = learner.policy()
    checkpoint.add("advice") { (advisors[0]?.advice ?? .none).encode(into: &$0) }
    checkpoint.add("scope") { settings.world.scope.encode(into: &$0) }
    return checkpoint.encoded()
  }

  public var state: [UInt8] {
    var checkpoint = learner.checkpoint()
    checkpoint.add("steps") { $0.varint(UInt64(step)) }
    let found = advisors.compactMap(\.self)
    if !found.isEmpty {
      checkpoint.add("advisors") { writer in
        writer.varint(UInt64(found.count))
        for advisor in found { advisor.encode(into: &writer) }
      }
    }
    return checkpoint.encoded()
  }

  /// The advisors of a state; nil where it has none, as those of methods without advice and of earlier versions.
  private static func advisors(of state: Checkpoint, traces: Int) throws -> [OrchestrationRule?]? {
    guard state.has("advisors") else { return nil }
    return try state.read("advisors") { reader in
      let count = try reader.count()
      guard count == traces else {
        throw CheckpointError.mismatch(
          what: "advisors for so many traces:", found: "\(count)", expected: "\(traces)")
      }
      return try (0..<count).map { _ in try OrchestrationRule(from: &reader) }
    }
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
      var world = settings.world
      world.advisor = advisors[$0.advisor]
      return try learner.tested(
        $0.source, world, episodes: settings.evaluations, seed: seed, threads: threads)
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
    var restored = self
    restored.advisors = try Self.advisors(of: checkpoint, traces: advisors.count) ?? advisors
    restored.learner = try build(restored.advisors)
    try restored.take(checkpoint)
    self = restored
  }

  /// Goes on from a state whose advisors it has, with its learner at the beginning. Throws, and may leave that changed.
  private mutating func take(_ state: Checkpoint) throws {
    try learner.restore(state)
    step = try state.read("steps") { try TrainingCurve.step(from: &$0) }
  }
}

extension TrainingMethod {
  /// The methods that learn to orchestrate: see ``OrchestrationMethod/all``.
  static let orchestration: [TrainingMethod] = OrchestrationMethod.all.map { method in
    TrainingMethod(
      name: method.name, summary: method.summary, source: method.source,
      settings: method.keys + OrchestrationTrainerSettings.parameters
    ) { spec, ground in try OrchestrationTrainer(method, spec, ground) }
  }
}
