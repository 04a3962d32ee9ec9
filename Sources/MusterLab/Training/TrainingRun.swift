import MusterLearning
import MusterMath

/// Trains to the end: steps, evaluations on held-out seeds, the best policy kept, an early stop, and after every
/// evaluation a checkpoint from which training goes on as if it had never stopped.
public struct TrainingRun {
  /// How long, and how often it is looked at.
  public struct Plan: Sendable, Equatable {
    /// Steps in all, those before a checkpoint included.
    public var steps: Int
    /// Steps between two evaluations.
    public var evaluateEvery: Int
    /// Evaluations without a better one after which training stops; zero for never.
    public var patience: Int

    public init(steps: Int, evaluateEvery: Int = 5, patience: Int = 0) {
      self.steps = steps
      self.evaluateEvery = max(1, evaluateEvery)
      self.patience = patience
    }
  }

  public let setup: TrainingSetup
  public private(set) var trainer: any Trainer
  public private(set) var curve = TrainingCurve()
  /// The runs of the best evaluation.
  public private(set) var bestResults: [RunResult] = []
  /// The policy of the best evaluation, as `learned(FILE)` reads it.
  public private(set) var bestPolicy: [UInt8]
  /// ``TraceFingerprint``s of the traces, then of those that test.
  private let fingerprints: [UInt64]

  /// Starts on the ground of the setup's traces: anew, or from a state alone. Throws ``TrainingSetupError``.
  public init(_ setup: TrainingSetup, on ground: TrainingGround) throws {
    try self.init(
      setup, on: ground, fingerprints: try (ground.traces + ground.tests).map(TraceFingerprint.of))
  }

  private init(_ setup: TrainingSetup, on ground: TrainingGround, fingerprints: [UInt64]) throws {
    self.setup = setup
    self.fingerprints = fingerprints
    trainer = try setup.trainer(on: ground)
    bestPolicy = trainer.policy
  }

  /// Goes on from a checkpoint on the ground of the same traces, whose state is that of the checkpoint from then on, with
  /// other values of some settings of the optimiser: see ``TrainingSetup/renewed(_:)``. It is evaluated as often as
  /// before where nothing else is said. Where the traces are in other places, `moved` is the setup with those. Throws
  /// where the checkpoint, a setting, or what the traces hold, does not fit.
  public init(
    resuming checkpoint: Checkpoint, moved: TrainingSetup? = nil, renewing settings: [String] = [],
    evaluatingEvery pace: Int? = nil, on ground: TrainingGround
  ) throws {
    let held = try TrainingSetup(from: checkpoint)
    var setup = try (moved ?? held).renewed(settings)
    setup.evaluateEvery = pace ?? setup.evaluateEvery
    _ = try TrainingMethod.named(setup.method)
    let fingerprints = try Self.fingerprints(of: ground, setup, as: checkpoint, held)
    var ground = ground
    ground.state = try checkpoint.read("state") { try $0.raw($0.remaining) }
    try self.init(setup, on: ground, fingerprints: fingerprints)
    bestPolicy = try checkpoint.read("policy") { try $0.raw($0.remaining) }
    curve = try checkpoint.read("curve") { try TrainingCurve(from: &$0) }
    bestResults = try checkpoint.read("results") { try Self.results(from: &$0) }
  }

  /// Those of the traces as they are. Throws where they are not those of the checkpoint; one of an earlier version has
  /// none, and goes on with the traces that it names.
  private static func fingerprints(
    of ground: TrainingGround, _ setup: TrainingSetup, as checkpoint: Checkpoint, _ held: TrainingSetup
  ) throws -> [UInt64] {
    let found = try (ground.traces + ground.tests).map(TraceFingerprint.of)
    let specs = setup.traces + setup.tests
    guard checkpoint.has("workloads") else {
      if specs == held.traces + held.tests { return found }
      throw TrainingSetupError(
        part: "traces", found: "other places for them than in a checkpoint that does not say what they hold",
        expected: "\((held.traces + held.tests).joined(separator: ", ")), as it was begun with")
    }
    let known = try checkpoint.read("workloads") { reader in
      try (0..<(try reader.count(bytesEach: 8))).map { _ in try reader.fixed64() }
    }
    guard known.count == found.count else {
      throw CheckpointError.mismatch(
        what: "workloads for so many traces:", found: "\(known.count)", expected: "\(found.count)")
    }
    for (index, pair) in zip(known, found).enumerated() where pair.0 != pair.1 {
      throw TrainingSetupError(
        part: "trace \(specs.indices.contains(index) ? specs[index] : "\(index)")",
        found: "other tasks or agents than the run began with",
        expected:
          "the same, which its scores are of: put the file back, say with --trace or --test-trace where it "
          + "is, or begin anew")
    }
    return found
  }

  /// What is saved: the best policy, and all that the next steps depend on.
  public var checkpoint: Checkpoint {
    var checkpoint = Checkpoint()
    setup.add(to: &checkpoint)
    checkpoint.add("policy") { $0.raw(bestPolicy) }
    checkpoint.add("state") { $0.raw(trainer.state) }
    checkpoint.add("curve") { curve.encode(into: &$0) }
    checkpoint.add("results") { Self.encode(bestResults, into: &$0) }
    checkpoint.add("workloads") { writer in
      writer.varint(UInt64(fingerprints.count))
      for fingerprint in fingerprints { writer.fixed64(fingerprint) }
    }
    return checkpoint
  }

  /// Evaluations since the best one.
  public var stale: Int {
    guard let best = curve.best else { return 0 }
    return curve.points.count { $0.step > best.step }
  }

  /// Whether nothing is left to do.
  public func isFinished(_ plan: Plan) -> Bool {
    trainer.step >= plan.steps || (plan.patience > 0 && stale >= plan.patience)
  }

  /// Lets `body` answer the trainer's questions; nothing where it asks none.
  public mutating func annotate(_ body: (inout any AnnotatedTrainer) -> Void) {
    guard var annotated = trainer as? any AnnotatedTrainer else { return }
    body(&annotated)
    trainer = annotated
  }

  /// Goes as far as the next evaluation, which it does, on so many threads.
  ///
  /// - Parameter progress: called after every step.
  /// - Returns: the new point of the curve.
  public mutating func advance(
    _ plan: Plan, threads: Int, progress: () -> Void = {}
  ) throws -> TrainingCurve.Point {
    var seen: [TrainingValue] = []
    // Counted from zero, so that a resumed run is evaluated where an uninterrupted one is.
    let end = min((trainer.step / plan.evaluateEvery + 1) * plan.evaluateEvery, plan.steps)
    while trainer.step < end {
      seen = try trainer.learn(threads: threads)
      progress()
    }
    let evaluation = try trainer.evaluate(threads: threads)
    let point = TrainingCurve.Point(
      step: trainer.step, score: evaluation.score, values: evaluation.values + seen)
    if evaluation.score > curve.best?.score ?? -.infinity {
      bestPolicy = trainer.policy
      bestResults = evaluation.results
    }
    curve.points.append(point)
    return point
  }

  private static func encode(_ results: [RunResult], into writer: inout ByteWriter) {
    writer.varint(UInt64(results.count))
    for result in results {
      writer.string(result.policy)
      writer.varint(result.seed)
      TrainingValue.encode(result.metrics.map { TrainingValue($0.name, $0.value) }, into: &writer)
    }
  }

  private static func results(from reader: inout ByteReader) throws -> [RunResult] {
    try (0..<(try reader.count(bytesEach: 3))).map { _ in
      let (policy, seed) = (try reader.string(), try reader.varint())
      let metrics = try TrainingValue.decode(from: &reader).map { MetricValue($0.name, $0.value) }
      return RunResult(policy: policy, seed: seed, metrics: metrics)
    }
  }
}
