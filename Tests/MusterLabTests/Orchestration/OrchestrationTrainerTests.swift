import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite struct OrchestrationTrainerTests {
  private static let names = OrchestrationMethod.all.map(\.name)

  /// Small worlds, and as little learning as a method's keys allow.
  private static func trainer(
    _ method: String, _ more: [String] = [], traces: [String] = ["generated?tasks=400&agents=12&gpu=0.5"]
  ) throws -> any Trainer {
    let method = try TrainingMethod.named(method)
    let settings = [
      "copies=4", "horizon=10", "nodes=5", "storage=2", "schedulers=2", "length=20", "evaluations=2",
      "epochs=1", "minibatches=1", "memory=100", "batch=8", "warm-up=20", "target-period=3", "distillation=2",
      "search=1",
    ]
    let known = settings.filter { pair in
      method.settings.contains { pair.hasPrefix("\($0.name)=") }
        && !more.contains { $0.prefix { $0 != "=" } == pair.prefix { $0 != "=" } }
    }
    let opened = try traces.map { try TraceCatalogue().open($0) }
    return try method.trainer(settings: known + more, traces: opened)
  }

  /// Studies and the command line know the same methods.
  @Test func thereIsOneList() {
    #expect(TrainingMethod.all.map(\.name) == ["placement"] + Self.names + ["material"])
    #expect(OrchestrationMethod.others.map(\.name) == Self.names.filter { $0 != "roles" })
  }

  /// Every method takes steps and is evaluated with all measures beside those of the rule.
  @Test(arguments: names) func trains(method: String) throws {
    var trainer = try Self.trainer(method)
    let untrained = trainer.policy
    var last: [TrainingValue] = []
    for _ in 0..<3 { last = try trainer.learn(threads: 2) }
    #expect(trainer.step == 3)
    #expect(!last.isEmpty && last.allSatisfy { $0.value.isFinite })
    #expect(trainer.policy != untrained)
    let found = try trainer.evaluate(threads: 1)
    #expect(found.score > 0 && found.score < 1)
    #expect(found.values.map(\.name).contains("latency p99"))
    #expect(found.results.count == 4)
  }

  /// Saved after two steps and gone on from: the same bytes as without a break, whatever the threads. The steps go over
  /// the end of episodes, and replay has gone round once by then.
  @Test(arguments: names) func resumesBitForBit(method: String) throws {
    var whole = try Self.trainer(method)
    for _ in 0..<3 { _ = try whole.learn(threads: 2) }
    let saved = whole.state
    var other = try Self.trainer(method)
    try other.restore(saved)
    #expect(other.step == 3 && other.state == saved)
    for _ in 0..<2 {
      _ = try whole.learn(threads: 1)
      _ = try other.learn(threads: 2)
    }
    #expect(other.state == whole.state)
    #expect(try other.evaluate(threads: 1) == whole.evaluate(threads: 1))
  }

  /// What does not fit is named and changes nothing.
  @Test(arguments: names) func refusesWhatDoesNotFit(method: String) throws {
    var trainer = try Self.trainer(method)
    _ = try trainer.learn(threads: 1)
    let before = trainer.state
    func refused(_ state: [UInt8]) -> CheckpointError? {
      do {
        try trainer.restore(state)
        return nil
      } catch {
        return error as? CheckpointError
      }
    }
    var damaged = before
    damaged[damaged.count / 2] ^= 1
    if case .checksum = refused(damaged) {} else { Issue.record("damage was not named") }
    var newer = before
    newer[8] = 9
    #expect(refused(newer) == .version(found: 9, expected: Checkpoint.version))
    let others = [
      try Self.trainer(method, ["nodes=6"]), try Self.trainer(method, ["discount=0.5"]),
      try Self.trainer(method == "coma" ? "maddpg" : "coma"),
    ]
    for other in others {
      if case .mismatch = refused(other.state) {} else { Issue.record("another learner was not named") }
    }
    #expect(trainer.step == 1 && trainer.state == before)
  }

  /// With several traces copies take them in turn, for methods of one driver and of several shards.
  @Test(arguments: ["roles", "qmix"]) func mixesTraces(method: String) throws {
    let traces = ["generated?tasks=400&agents=12&gpu=0.5", "generated?tasks=300&agents=9"]
    var trainer = try Self.trainer(method, traces: traces)
    for _ in 0..<3 { _ = try trainer.learn(threads: 1) }
    let saved = trainer.state
    var other = try Self.trainer(method, traces: traces)
    try other.restore(saved)
    _ = try other.learn(threads: 1)
    _ = try trainer.learn(threads: 1)
    #expect(other.state == trainer.state)
    #expect(try other.evaluate(threads: 1).results.count == 8)
  }

  /// A curriculum changes what is learned from and not what is tested on, and is gone on with after a break.
  @Test func curriculaAreForTraining() throws {
    var (plain, widening) = (try Self.trainer("vdn"), try Self.trainer("vdn", ["widening=9"]))
    #expect(try plain.evaluate(threads: 1) == widening.evaluate(threads: 1))
    for _ in 0..<3 { _ = (try plain.learn(threads: 1), try widening.learn(threads: 1)) }
    #expect(plain.policy != widening.policy)
    var other = try Self.trainer("vdn", ["widening=9"])
    try other.restore(widening.state)
    for _ in 0..<3 { _ = (try other.learn(threads: 1), try widening.learn(threads: 1)) }
    #expect(other.state == widening.state)
  }

  @Test func settingsAreChecked() {
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["local-weight=2"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["wieght=2"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["widening=-1"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("vdn", ["potential=on"]) }
  }
}
