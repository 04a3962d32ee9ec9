import MusterLearning
import MusterMath

/// Trains the agents of an ``OrchestrationWorld`` by a method of the family of PPO, on the first part of a trace, and
/// evaluates them on the rest. With several traces, copies take them in turn.
///
/// A step is one update. The score is the mean composite of the test episodes; beside it stand the measures, and those
/// of DRF with best fit on the same episodes.
public struct OrchestrationTrainer: Trainer {
  private let settings: OrchestrationTrainerSettings
  private let ppo: PPOSettings
  private let training: [OrchestrationWorld]
  private let testing: [OrchestrationSource]
  private var trainer: PPOTrainer
  /// The rule's measures, by trace; empty until the first evaluation.
  private var baseline: [[OrchestrationMeasures]] = []

  init(_ settings: OrchestrationTrainerSettings, _ ppo: PPOSettings, traces: [any Trace]) throws {
    self.settings = settings
    self.ppo = ppo
    let sources = try traces.map { try OrchestrationSource($0) }
    training = try sources.map {
      try OrchestrationWorld(
        $0.part(0...settings.trainingShare), settings.world, copies: 0..<1, seed: ppo.seed)
    }
    testing = sources.map { $0.part(settings.trainingShare...1) }
    let worlds = training
    trainer = try PPOTrainer(ppo, threads: 1) { Self.world(worlds, $0) }
  }

  /// The copies of a shard all take one trace: shards take turns.
  private static func world(_ worlds: [OrchestrationWorld], _ copies: Range<Int>) -> any VectorWorld {
    worlds[copies.lowerBound / max(copies.count, 1) % worlds.count].with(copies: copies)
  }

  public var step: Int { trainer.updates }
  public var policy: [UInt8] { trainer.checkpoint().encoded() }
  public var state: [UInt8] { trainer.checkpoint().encoded() }

  public mutating func learn(threads: Int) throws -> [TrainingValue] {
    trainer.threads = threads
    let report = try trainer.update()
    return [
      TrainingValue("return", report.meanReturn ?? .nan), TrainingValue("entropy", report.entropy),
      TrainingValue("divergence", report.divergence), TrainingValue("clipped", report.clipped),
      TrainingValue("value loss", report.valueLoss),
    ].filter { $0.value.isFinite }
  }

  public mutating func evaluate(threads: Int) throws -> TrainingEvaluation {
    let (settings, testing) = (settings, testing)
    // Training copies count from 0 under the plain seed.
    let seed = Mix.hash(ppo.seed, 0x7E57)
    if baseline.isEmpty {
      baseline = try testing.map {
        try OrchestrationRule.all[1].run($0, settings.world, copies: 0..<settings.evaluations, seed: seed)
      }
    }
    let found = try testing.map {
      var world = try OrchestrationWorld($0, settings.world, copies: 0..<settings.evaluations, seed: seed)
      return world.run(trainer.actor(copies: settings.evaluations))
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
    let worlds = training
    let restored = try PPOTrainer(Checkpoint(state), threads: 1) { Self.world(worlds, $0) }
    guard restored.settings == ppo else {
      throw CheckpointError.mismatch(what: "settings", found: "others", expected: "those of this run")
    }
    trainer = restored
  }
}

extension TrainingMethod {
  /// The methods that learn to orchestrate: see ``OrchestrationWorld``.
  static let orchestration: [TrainingMethod] = [
    orchestration(
      "roles", "Schedulers, compute and storage nodes, a policy each, over a trace's cluster.",
      "role-based orchestration, Yao, Liu and Dai, 2025; MAPPO, Yu et al., 2022"
    ) { ppo, settings in
      ppo.design = settings.sharing == .apart ? .roles : .shared
      ppo.usesPotential = settings.usesPotential
    },
    orchestration(
      "mappo", "The same world, one policy for all agents, a centralised critic.", "MAPPO, Yu et al., 2022"
    ) { _, _ in },
    orchestration(
      "ippo", "The same world, one policy for all agents, each its own critic.", "de Witt et al., 2020"
    ) { ppo, _ in ppo.isCentralised = false },
    orchestration(
      "commformer", "The same world, agents that hear each other along a learned graph.",
      "CommFormer, Hu et al., 2024"
    ) { ppo, settings in
      var communication = Communication()
      communication.width = 32
      communication.edgeShare = settings.edges
      ppo.design = .communicating(communication)
    },
  ]

  private static func orchestration(
    _ name: String, _ summary: String, _ source: String,
    _ change: @escaping @Sendable (inout PPOSettings, OrchestrationTrainerSettings) -> Void
  ) -> TrainingMethod {
    TrainingMethod(
      name: name, summary: summary, source: source, settings: OrchestrationTrainerSettings.parameters
    ) { spec, traces in
      let settings = try OrchestrationTrainerSettings(spec)
      var ppo = settings.ppo
      change(&ppo, settings)
      return try OrchestrationTrainer(settings, ppo, traces: traces)
    }
  }
}
