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

  /// An evaluation is the same to the bit on any number of threads, and the same as of all episodes at once.
  @Test(arguments: names) func threadsDoNotChangeTests(method: String) throws {
    var trainer = try Self.trainer(method, ["evaluations=5"])
    for _ in 0..<2 { _ = try trainer.learn(threads: 1) }
    let one = try trainer.evaluate(threads: 1)
    #expect(try trainer.evaluate(threads: 3) == one)
    var again = try Self.trainer(method, ["evaluations=5"])
    try again.restore(trainer.state)
    #expect(try again.evaluate(threads: 4) == one)
    let own = try #require(trainer as? OrchestrationTrainer)
    let source = try OrchestrationSource(TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5"))
    var settings = OrchestrationSettings(
      nodes: 5, storage: 2, schedulers: 2, steps: 20, load: 0.95, churn: 0.4, localWeight: 0.5)
    settings.advisor = own.advisors[0]
    var world = try OrchestrationWorld(
      source.part(0.6...1), settings, copies: 0..<5, seed: Mix.hash(1, 0x7E57))
    let found = world.run(own.learner.actor(copies: 5)).map(\.composite)
    #expect(found == one.results.filter { $0.policy == "trained" }.compactMap { $0.metrics.first?.value })
  }

  /// Episodes are run a few at a time, on threads, and come back in their order.
  @Test func episodesAreRunInPieces() throws {
    let settings = OrchestrationFixture.settings()
    let sizes = Mutex<[Int]>([])
    let found = try OrchestrationWorld.measures(
      OrchestrationFixture.source(), settings, episodes: 7, seed: 4, threads: 3
    ) { world in
      sizes.withLock { $0.append(world.copies) }
      return world.cells.map { cell in
        var measures = OrchestrationMeasures()
        measures.arrived = cell.window.jobs.count
        return measures
      }
    }
    #expect(sizes.withLock { $0.sorted() } == [1, 2, 2, 2])
    let whole = try OrchestrationFixture.world(settings, copies: 0..<7, seed: 4)
    #expect(found.map(\.arrived) == whole.cells.map(\.window.jobs.count))
    for rule in [OrchestrationRule.all[1], OrchestrationRule(weights: .start)] {
      func run(threads: Int) throws -> [OrchestrationMeasures] {
        try rule.run(OrchestrationFixture.source(), settings, episodes: 7, seed: 4, threads: threads)
      }
      #expect(try run(threads: 1) == run(threads: 4))
      #expect(
        try run(threads: 2) == rule.run(OrchestrationFixture.source(), settings, copies: 0..<7, seed: 4))
    }
  }

  /// Tested on other traces, it is measured on the whole of each by the first trace's advice, and learns the same.
  @Test(arguments: ["roles", "vdn"]) func isTestedOnOtherTraces(method: String) throws {
    let other = "generated?tasks=300&agents=9"
    let tests = [try TraceCatalogue().open(other)]
    var (own, held) = (try Self.trainer(method) { $0.tests = tests }, try Self.trainer(method))
    _ = (try own.learn(threads: 1), try held.learn(threads: 1))
    #expect(own.state == held.state && own.policy == held.policy)
    let found = try own.evaluate(threads: 2)
    #expect(found.results.count == 4)
    #expect(try found.score != held.evaluate(threads: 1).score)
    let settings = OrchestrationSettings(
      nodes: 5, storage: 2, schedulers: 2, steps: 20, load: 0.95, churn: 0.4, localWeight: 0.5)
    let rule = try OrchestrationRule.all[1].run(
      OrchestrationSource(tests[0]), settings, episodes: 2, seed: Mix.hash(1, 0x7E57))
    #expect(
      rule.map(\.composite)
        == found.results.filter { $0.policy == "drf+best-fit" }.compactMap { $0.metrics.first?.value })
    #expect(throws: TrainingSetupError.self) { try Self.trainer(method, ["training-share=1"]) }
    _ = try Self.trainer(method, ["training-share=1"]) { $0.tests = tests }
  }

  /// With `anneal` over its frames a study's learner and worlds are those of the command's defaults.
  @Test(arguments: OrchestrationMethod.others.map(\.name)) func isTheStudysLearner(name: String) throws {
    let method = try #require(OrchestrationMethod.all.first { $0.name == name })
    let trace = try TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5")
    let study = OrchestrationStudy(try OrchestrationSource(trace))
    let world = try OrchestrationWorld(study.training, study.settings, copies: 0..<1, seed: 1)
    let learner = try method.learner(OrchestrationMethod.Plan(frames: study.frames, seed: 1)) {
      world.with(copies: $0)
    }
    func settings(_ policy: Checkpoint) throws -> [UInt8] {
      try policy.read("settings") { try $0.raw($0.remaining) }
    }
    let own = try TrainingMethod.named(name).trainer(
      settings: ["anneal=\(study.frames)"], on: TrainingGround([trace]))
    #expect(try settings(Checkpoint(own.policy)) == settings(learner.policy()))
    let read = try OrchestrationTrainerSettings(TraceSpec(name)).world
    #expect(read.nodes == study.settings.nodes && read.storage == study.settings.storage)
    #expect(read.schedulers == study.settings.schedulers && read.steps == study.settings.steps)
    for (a, b) in [(read.load, study.settings.load), (read.churn, study.settings.churn)] {
      #expect(abs(a.lowerBound - b.lowerBound) < 1e-9 && abs(a.upperBound - b.upperBound) < 1e-9)
    }
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
