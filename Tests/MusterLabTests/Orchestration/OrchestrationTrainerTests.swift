import MusterLearning
import MusterMath
import Testing

@testable import MusterLab

@Suite struct OrchestrationTrainerTests {
  private static let settings = [
    "copies=4", "horizon=10", "epochs=1", "minibatches=1", "nodes=5", "storage=2", "schedulers=2",
    "length=20", "evaluations=2",
  ]

  private static func trainer(_ method: String, _ more: [String] = []) throws -> any Trainer {
    let trace = try TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5")
    return try TrainingMethod.named(method).trainer(settings: settings + more, traces: [trace])
  }

  /// Every method takes steps and is evaluated with all measures beside those of the rule.
  @Test(arguments: ["roles", "mappo", "ippo", "commformer"]) func trains(method: String) throws {
    var trainer = try Self.trainer(method)
    for _ in 0..<3 { _ = try trainer.learn(threads: 2) }
    #expect(trainer.step == 3)
    let found = try trainer.evaluate(threads: 1)
    #expect(found.score > 0 && found.score < 1)
    #expect(found.values.map(\.name).contains("latency p99"))
    #expect(found.results.count == 4)
  }

  /// Saved after two steps and gone on from: the same bytes as without a break, whatever the threads. A state of other
  /// settings, and a damaged one, are refused and change nothing.
  @Test func resumes() throws {
    var whole = try Self.trainer("roles")
    for _ in 0..<2 { _ = try whole.learn(threads: 2) }
    let saved = whole.state
    for _ in 0..<2 { _ = try whole.learn(threads: 1) }
    var other = try Self.trainer("roles")
    try other.restore(saved)
    #expect(other.step == 2 && other.state == saved)
    for _ in 0..<2 { _ = try other.learn(threads: 1) }
    #expect(other.state == whole.state)
    var fast = try Self.trainer("roles", ["rate=0.01"])
    #expect(throws: CheckpointError.self) { try fast.restore(saved) }
    var damaged = saved
    damaged[damaged.count / 2] ^= 1
    #expect(throws: CheckpointError.self) { try fast.restore(damaged) }
    #expect(fast.step == 0)
  }

  @Test func settingsAreChecked() {
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["local-weight=2"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["wieght=2"]) }
  }
}
