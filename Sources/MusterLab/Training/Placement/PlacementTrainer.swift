import MusterCore
import MusterLearning
import MusterMath
import MusterPolicy

/// Fits the weights of `learned-placement` to traces: which agent to place a task on so that as much as possible of
/// the pool's devices is in use once tasks that ask for all of them have arrived.
///
/// A step runs every sample of a ``WeightSearch`` on the same cases, each the next seed of a trace on a part of its
/// pool, some with a mix drawn anew (``PlacementVariation``), and learns from the gain over FGD in points of
/// allocation. The runs go through the engine, as `muster replay` does; O(population * cases) of them a step.
public struct PlacementTrainer: Trainer {
  public private(set) var step = 0
  private let settings: PlacementSettings
  private let traces: [any Trace]
  /// What it is evaluated on.
  private let tests: [any Trace]
  private var distribution: WeightSearch
  /// Of FGD, by trace and held-out seed; empty until the first evaluation.
  private var baseline: [Double] = []

  /// Throws ``TrainingSetupError`` where a trace has nothing to do with devices.
  init(_ settings: PlacementSettings, _ ground: TrainingGround) throws {
    for (traces, seed) in [(ground.traces, settings.firstSeed), (ground.tests, settings.heldOut)] {
      for trace in traces {
        if let error = try TrainingSetupError.withoutDevices(trace, seed: seed) { throw error }
      }
    }
    self.settings = settings
    traces = ground.traces
    tests = ground.tests.isEmpty ? ground.traces : ground.tests
    distribution = WeightSearch(
      (settings.start == .trained ? PlacementWeights.trained : .fragmentation).values.map(Double.init),
      deviation: settings.deviation)
    if let state = ground.state { try restore(state) }
  }

  public var policy: [UInt8] {
    var writer = ByteWriter()
    weights(distribution.mean).encode(into: &writer)
    return writer.bytes
  }

  public mutating func learn(threads: Int) throws -> [TrainingValue] {
    let (settings, traces, step) = (settings, traces, step)
    let width = settings.widening > 0 ? min(1, Double(step) / Double(settings.widening)) : 1
    let cases = try Workers.map(settings.cases, threads: threads) { index in
      // Two streams: the workload varied and the runs over it do not share draws.
      var random = Random(seed: Mix.hash(settings.seed, UInt64(step), 0xCA5E), stream: UInt64(index))
      let workload = try traces[index % traces.count].workload(seed: settings.firstSeed + UInt64(step))
      let variation = PlacementVariation(
        scale: settings.scale, limits: settings, width: width, random: &random)
      return variation.apply(to: workload, random: &random)
    }
    let samples = distribution.samples(settings.plan, step: step)
    let candidates = [PlacementWeights.fragmentation] + samples.map(weights)
    // Every run for itself, so that all threads have work until the end.
    let allocations = try Workers.map(candidates.count * cases.count, threads: threads) { job in
      try Self.allocation(
        candidates[job / cases.count], on: cases[job % cases.count],
        seed: settings.firstSeed + UInt64(step))
    }
    let base = allocations.prefix(cases.count)
    let gains = samples.indices.map { sample in
      let runs = allocations[(sample + 1) * cases.count..<(sample + 2) * cases.count]
      return zip(runs, base).reduce(0) { $0 + worth($1.0 - $1.1) } / Double(cases.count)
    }
    distribution.learn(samples, gains: gains, settings.plan)
    self.step += 1
    return [
      TrainingValue("mean gain of the samples", gains.reduce(0, +) / Double(gains.count)),
      TrainingValue("best gain of a sample", gains.max() ?? 0),
      TrainingValue(
        "mean deviation", distribution.deviation.reduce(0, +) / Double(distribution.deviation.count)),
    ]
  }

  public mutating func evaluate(threads: Int) throws -> TrainingEvaluation {
    let (settings, traces) = (settings, tests)
    let count = settings.evaluations
    func allocations(_ weights: PlacementWeights) throws -> [Double] {
      try Workers.map(traces.count * count, threads: threads) { job in
        let seed = settings.heldOut + UInt64(job % count)
        let workload = try traces[job / count].workload(seed: seed)
        var random = Random(seed: seed)
        return try Self.allocation(
          weights, on: PlacementVariation().apply(to: workload, random: &random), seed: seed)
      }
    }
    if baseline.isEmpty { baseline = try allocations(.fragmentation) }
    let found = try allocations(weights(distribution.mean))
    let gains = zip(found, baseline).map { $0 - $1 }
    let byTrace = traces.indices.map { trace in
      gains[trace * count..<(trace + 1) * count].reduce(0, +) / Double(count)
    }
    return TrainingEvaluation(
      score: byTrace.reduce(0) { $0 + worth($1) } / Double(traces.count),
      values: [
        TrainingValue("allocation", found.reduce(0, +) / Double(found.count)),
        TrainingValue("allocation of FGD", baseline.reduce(0, +) / Double(baseline.count)),
        TrainingValue("least gain on a trace", byTrace.min() ?? 0),
      ], results: results("fgd", baseline) + results("trained", found))
  }

  public var state: [UInt8] {
    var writer = ByteWriter()
    writer.varint(UInt64(step))
    distribution.encode(into: &writer)
    return writer.bytes
  }

  public mutating func restore(_ state: [UInt8]) throws {
    var reader = ByteReader(state)
    let step = try TrainingCurve.step(from: &reader)
    var distribution = distribution
    try distribution.decode(from: &reader)
    try reader.expectEnd()
    self.step = step
    self.distribution = distribution
  }

  /// Losses count more than gains: no trace is to be worse off than under FGD.
  private func worth(_ gain: Double) -> Double { gain < 0 ? settings.loss * gain : gain }

  private func weights(_ values: [Double]) -> PlacementWeights {
    PlacementWeights(values: values.map { Float($0) })
  }

  /// Percent of the devices in use at 100 % arrivals.
  private static func allocation(
    _ weights: PlacementWeights, on workload: Workload, seed: UInt64
  ) throws -> Double {
    var funnel = Funnel()
    funnel.append(.pairScreen(Feasible()), name: "feasible")
    funnel.append(.pairScorer(LearnedPlacement(weights)), name: "learned-placement")
    let policy = Pipeline(name: "placement", funnel: funnel, matcher: Best(), matchWord: "best")
    let devices = workload.agents.reduce(0) { $0 + Int64($1.deviceCount) }
    var meter = AllocationMeter(capacity: devices * Int64(Devices.whole))
    var simulation = Simulation(workload: workload, policy: policy, seed: seed)
    try simulation.run(&meter)
    return meter.allocation
  }

  private func results(_ policy: String, _ allocations: [Double]) -> [RunResult] {
    (0..<settings.evaluations).map { seed in
      RunResult(
        policy: policy, seed: settings.heldOut + UInt64(seed),
        metrics: tests.indices.map { trace in
          let name =
            tests.count == 1 ? "gpuAllocationPct@100" : "gpuAllocationPct@100 on \(tests[trace].spec)"
          return MetricValue(name, allocations[trace * settings.evaluations + seed])
        })
    }
  }
}
