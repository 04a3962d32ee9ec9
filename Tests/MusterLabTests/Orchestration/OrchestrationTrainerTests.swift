import MusterLearning
import MusterMath
import Synchronization
import Testing

@testable import MusterLab

@Suite struct OrchestrationTrainerTests {
  private static let names = OrchestrationMethod.all.map(\.name)

  /// Small worlds, and as little learning as a method's keys allow.
  private static func trainer(
    _ method: String, _ more: [String] = [], traces: [String] = ["generated?tasks=400&agents=12&gpu=0.5"],
    _ change: (inout TrainingGround) -> Void = { _ in }
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
    var ground = TrainingGround(try traces.map { try TraceCatalogue().open($0) })
    change(&ground)
    return try method.trainer(settings: known + more, on: ground)
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

  /// The optimiser may be another from a state on, whatever it is of; the next step is then another, too.
  @Test(arguments: names) func goesOnWithAnotherOptimiser(method: String) throws {
    var whole = try Self.trainer(method)
    for _ in 0..<3 { _ = try whole.learn(threads: 1) }
    let state = whole.state
    let keys = try TrainingMethod.named(method).renewable
    let values = keys.map { key in
      switch key {
      case "anneal", "explore-frames": "\(key)=777"
      case "gradient-norm", "planning-gradient-norm": "\(key)=0.01"
      default: "\(key)=0.0123"
      }
    }
    #expect(keys.contains("rate") && keys.contains("gradient-norm"))
    var other = try Self.trainer(method, values) { $0.state = state }
    #expect(other.step == 3)
    _ = (try whole.learn(threads: 1), try other.learn(threads: 1))
    #expect(other.policy != whole.policy)
    // What is saved then goes on as it is.
    var again = try Self.trainer(method, values) { $0.state = other.state }
    _ = (try again.learn(threads: 2), try other.learn(threads: 1))
    #expect(again.state == other.state)
  }

  /// What a gradient is cut to is a setting of every method, and each of its values tells.
  @Test(arguments: names) func gradientsAreCut(method: String) throws {
    func policy(_ norm: String) throws -> [UInt8] {
      var trainer = try Self.trainer(method, ["gradient-norm=\(norm)"])
      for _ in 0..<3 { _ = try trainer.learn(threads: 1) }
      return trainer.policy
    }
    #expect(try policy("0.000001") != policy("1000000"))
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

  /// Counts what a search says of itself.
  private final class Watcher: Sendable {
    let told = Mutex<[Int]>([])
    let done = Atomic<Int>(0)

    func watch(_ ground: inout TrainingGround) {
      ground.watch = { pieces in
        self.told.withLock { $0.append(pieces) }
        return { _ = self.done.add(1, ordering: .relaxed) }
      }
    }
  }

  /// A search tells how much there is to do and each piece that is done, and finds the same on any number of threads.
  @Test(arguments: [["search=1"], ["search=0"]]) func searchesAreWatched(settings: [String]) throws {
    let pieces =
      settings == ["search=1"] ? OrchestrationSearch(seed: 1).population : OrchestrationRule.all.count
    let traces = ["generated?tasks=400&agents=12&gpu=0.5", "generated?tasks=300&agents=9"]
    let watcher = Watcher()
    let one = try Self.trainer("roles", settings, traces: traces, watcher.watch)
    #expect(watcher.told.withLock { $0 } == [2 * pieces])
    #expect(watcher.done.load(ordering: .relaxed) == 2 * pieces)
    let several = try Self.trainer("roles", settings, traces: traces) { $0.threads = 3 }
    #expect(one.state == several.state && one.policy == several.policy)
  }

  /// Who advises is in the state: what goes on from it searches for nothing, and is the same to the bit, whatever it
  /// would have found.
  @Test(arguments: [["search=1"], ["search=0"]]) func aSearchIsNotRepeated(settings: [String]) throws {
    let traces = ["generated?tasks=400&agents=12&gpu=0.5", "generated?tasks=300&agents=9"]
    var whole = try Self.trainer("roles", settings, traces: traces)
    _ = try whole.learn(threads: 1)
    let watcher = Watcher()
    var other = try Self.trainer("roles", settings, traces: traces) {
      watcher.watch(&$0)
      $0.state = whole.state
    }
    #expect(watcher.told.withLock { $0.isEmpty })
    #expect(other.state == whole.state && other.policy == whole.policy && other.step == 1)
    _ = (try whole.learn(threads: 1), try other.learn(threads: 2))
    #expect(other.state == whole.state)
    #expect(try other.evaluate(threads: 1) == whole.evaluate(threads: 1))
    // Restored in place, it takes the advisors of the state, too.
    let others = settings == ["search=1"] ? "search=0" : "search=1"
    var searched = try Self.trainer("roles", [others], traces: traces)
    try searched.restore(whole.state)
    #expect(searched.state == whole.state && searched.policy == whole.policy)
    // As many of them as there are traces.
    #expect(throws: CheckpointError.self) {
      try Self.trainer("roles", settings) { $0.state = whole.state }
    }
  }

  /// A state of an earlier version, without its advisors, has them searched for again, and ends as any other.
  @Test func statesWithoutAdvisorsAreRead() throws {
    let whole = try Self.trainer("roles")
    var older = Checkpoint()
    for section in try Checkpoint(whole.state).sections where section.name != "advisors" {
      older.add(section.name) { $0.raw(section.bytes) }
    }
    let state = older.encoded()
    #expect(state.count < whole.state.count)
    let other = try Self.trainer("roles") { $0.state = state }
    #expect(other.state == whole.state)
  }

  /// What a method cannot learn with is told before it searches.
  @Test func badSettingsAreToldBeforeTheSearch() {
    let watcher = Watcher()
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["clip=0"], watcher.watch) }
    #expect(watcher.told.withLock { $0.isEmpty })
  }

  /// A rule goes through its bytes; those of a rule that there is not are refused.
  @Test func rulesAsBytes() throws {
    var tuned = OrchestrationRule.all[4].moving
    (tuned.level, tuned.copiesHotShards) = (2, true)
    func read(_ write: (inout ByteWriter) -> Void) throws -> OrchestrationRule {
      var writer = ByteWriter()
      write(&writer)
      var reader = ByteReader(writer.bytes)
      let rule = try OrchestrationRule(from: &reader)
      try reader.expectEnd()
      return rule
    }
    for rule in [tuned, OrchestrationRule(weights: .start), OrchestrationRule.all[0]] {
      #expect(try read(rule.encode) == rule)
    }
    for (name, level) in [("fifo", Int64(4)), ("lifo", 0)] {
      #expect(throws: CheckpointError.self) {
        try read {
          $0.byte(0)
          $0.string(name)
          $0.zigzag(level)
          $0.byte(0)
        }
      }
    }
  }

  @Test func settingsAreChecked() {
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["local-weight=2"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["wieght=2"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("roles", ["widening=-1"]) }
    #expect(throws: TrainingSetupError.self) { try Self.trainer("vdn", ["potential=on"]) }
  }
}
