import Glibc
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@testable import MusterLab
@testable import MusterLearning

/// From training to a word: what `muster train` saves of a method is what acts elsewhere.
@Suite struct OrchestrationLearnedTests {
  static let methods = OrchestrationMethod.all.map(\.name)

  private static func trained(
    _ method: String, scope: String = "pool", more: [String] = []
  ) throws -> OrchestrationTrainer {
    let found = try TrainingMethod.named(method)
    let settings = [
      "copies=4", "horizon=10", "nodes=5", "storage=2", "schedulers=2", "length=20", "evaluations=2",
      "epochs=1", "minibatches=1", "memory=100", "batch=8", "warm-up=20", "target-period=3", "distillation=2",
      "search=1", "scope=\(scope)",
    ].filter { pair in
      found.settings.contains { pair.hasPrefix("\($0.name)=") }
        && !more.contains { $0.prefix { $0 != "=" } == pair.prefix { $0 != "=" } }
    }
    let trace = try TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5")
    let trainer = try found.trainer(settings: settings + more, on: TrainingGround([trace]))
    var own = try #require(trainer as? OrchestrationTrainer)
    for _ in 0..<2 { _ = try own.learn(threads: 1) }
    return own
  }

  private static func file(_ method: String, _ trainer: OrchestrationTrainer) -> Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.add("method") { $0.string(method) }
    checkpoint.add("policy") { $0.raw(trainer.policy) }
    return checkpoint
  }

  /// Read back, a team acts in its world as the learner does: the same episodes, to the bit.
  @Test(arguments: methods) func teamsActAsTheirLearner(method: String) throws {
    let trainer = try Self.trained(method, scope: "cluster")
    let team = try TrainedTeam(Checkpoint(trainer.policy))
    let settings = OrchestrationSettings(
      nodes: 5, storage: 2, schedulers: 2, steps: 20, load: 0.95, churn: 0.4, localWeight: 0.5)
    let source = try OrchestrationSource(TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5"))
    var worlds = [OrchestrationWorld]()
    for _ in 0..<2 { worlds.append(try OrchestrationWorld(source, settings, copies: 0..<3, seed: 4)) }
    #expect(worlds[0].run(trainer.learner.actor(copies: 3)) == worlds[1].run(team.actor(copies: 3)))
  }

  /// What every policy must do.
  @Test(arguments: methods) func isAPolicy(method: String) throws {
    let checkpoint = Self.file(method, try Self.trained(method))
    let stage = try LearnedKind.stage(of: checkpoint)
    let word = Word.score("learned", meaning: "As trained.", source: "test", make: { _ in stage })
    let catalogue = Catalogue(words: Catalogue.standard.words + [word], shorthands: [])
    try PolicyConformance.check { try Sentence.parse("feasible | learned | best", in: catalogue) }
  }

  /// In a pool those who are asked may be others each time: what an agent does follows from what it is shown, whatever was
  /// asked before. In its world an agent of GMAH goes on to what it aimed at.
  @Test func nothingIsKeptBetweenQuestions() throws {
    let team = try TrainedTeam(Checkpoint(try Self.trained("gmah").policy))
    let roles = [0, 1, 1, 1, 1, 2]
    let (size, count) = (OrchestrationLayout.observationSize, OrchestrationLayout.actions)
    let mask = [UInt8](repeating: 1, count: roles.count * count)
    var random = Random(seed: 7)
    let asked = (0..<40).map { _ in
      roles.reduce(into: [Float]()) { seen, role in
        seen.append(1)
        for other in 0..<3 { seen.append(other == role ? 1 : 0) }
        for _ in 4..<size { seen.append(Float(random.unit())) }
      }
    }
    func acts(_ actor: any TeamActor, _ seen: [Float]) -> [Int32] {
      var actions = [Int32](repeating: 9, count: roles.count)
      actor.act(seen, mask: mask, into: &actions)
      return actions
    }
    let pool = try #require(team.actor(roles: roles))
    for seen in asked {
      #expect(acts(pool, seen) == acts(try #require(team.actor(roles: roles)), seen))
    }
    func inWorld() -> any TeamActor { team.actor(copies: 1) }
    let agents = team.shape.agents
    let world = inWorld()
    let shown = asked.map { seen in
      (0..<agents).reduce(into: [Float]()) { $0 += seen[($1 % 6 * size)..<($1 % 6 * size + size)] }
    }
    func actsAll(_ actor: any TeamActor, _ seen: [Float]) -> [Int32] {
      var actions = [Int32](repeating: 9, count: agents)
      actor.act(seen, mask: [UInt8](repeating: 1, count: agents * count), into: &actions)
      return actions
    }
    #expect(shown.contains { actsAll(world, $0) != actsAll(inWorld(), $0) })
  }

  /// Agents that learned with advice are shown the same advice elsewhere: the rule that was searched for, or the best rule
  /// of thumb; the others are shown none.
  @Test func adviceGoesWithThem() throws {
    func advice(_ method: String, _ more: [String] = []) throws -> OrchestrationAdvice {
      try Checkpoint(try Self.trained(method, more: more).policy).read("advice") {
        try OrchestrationAdvice(from: &$0)
      }
    }
    let source = try OrchestrationSource(
      TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5")
    ).part(0...0.6)
    var settings = OrchestrationSettings(
      nodes: 5, storage: 2, schedulers: 2, steps: 20, load: 0.95, churn: 0.4, localWeight: 0.5)
    settings.scope = .pool
    var search = OrchestrationSearch(seed: Mix.hash(1, 0xAD1C))
    search.steps = 1
    let rule = try search.rule(on: source, settings, threads: 2)
    #expect(try advice("roles") == .weights(try #require(rule.weights)))
    guard case .rule = try advice("roles", ["search=0"]) else {
      Issue.record("found no rule of thumb")
      return
    }
    #expect(try advice("mappo") == .none)
  }

  /// What acts on a map of its own is refused by name, and so are agents of another world, goals of another number, advice
  /// of another version, and numbers that are none.
  @Test func refusesWhatDoesNotFit() throws {
    func reason(_ checkpoint: Checkpoint) -> String {
      do {
        _ = try LearnedKind.stage(of: checkpoint)
        return ""
      } catch {
        return "\(error)"
      }
    }
    var map = Checkpoint()
    map.add("method") { $0.string("material") }
    #expect(reason(map).contains("a policy of material"))
    #expect(reason(map).contains("placement, roles, mappo"))

    let spread = PPOSettings()
    let other = try PPOTrainer(spread, threads: 1) { SimpleSpread(copies: $0, agents: 3, seed: 1) }
    var file = Checkpoint()
    file.add("method") { $0.string("mappo") }
    file.add("policy", other.policy())
    #expect(reason(file).contains("observations of 18, expected \(OrchestrationLayout.observationSize)"))

    let policies = try Dictionary(
      uniqueKeysWithValues: ["vdn", "gmah", "two-stage"].map {
        ($0, try Checkpoint(try Self.trained($0).policy))
      })
    func changed(
      _ name: String, of method: String = "vdn", _ write: @escaping (inout ByteWriter, [UInt8]) -> Void
    ) throws -> String {
      let trained = try #require(policies[method])
      var policy = Checkpoint()
      for section in trained.sections {
        policy.add(section.name) { section.name == name ? write(&$0, section.bytes) : $0.raw(section.bytes) }
      }
      var file = Checkpoint()
      file.add("method") { $0.string(method) }
      file.add("policy", policy)
      return reason(file)
    }
    #expect(try changed("advice") { writer, bytes in writer.raw(bytes) } == "")
    #expect(try changed("advice") { writer, _ in writer.byte(7) }.contains("advice of kind 7"))
    #expect(
      try changed("scope") { writer, _ in writer.string("moon") }.contains(
        "scope moon, expected cluster or pool"))
    let short = try changed("advice") { writer, _ in
      writer.byte(1)
      writer.varint(1)
      writer.double(1)
    }
    #expect(short.contains("weights of a rule 1, expected 17"))
    let infinite = try changed("agent") { writer, bytes in
      var writerOfNaN = ByteWriter()
      writerOfNaN.float(.nan)
      writer.raw(bytes.dropLast(4))
      writer.raw(writerOfNaN.bytes)
    }
    #expect(infinite.contains("a weight of nan, expected finite numbers"))
    #expect(try changed("agent") { writer, bytes in writer.raw(bytes.dropLast(4)) }.contains("numbers"))
    #expect(try changed("settings") { writer, _ in writer.byte(1) } == "")

    #expect(try changed("walking", of: "gmah") { writer, bytes in writer.raw(bytes) } == "")
    let planner = try #require(policies["gmah"]?.sections.first { $0.name == "planning" })
    let walker = try #require(policies["gmah"]?.sections.first { $0.name == "walking" })
    #expect(
      try changed("planning", of: "gmah") { writer, _ in writer.raw(walker.bytes) }.contains(
        "observations of"))
    #expect(
      try changed("walking", of: "gmah") { writer, _ in writer.raw(planner.bytes) }.contains(
        "observations with subgoals of"))

    #expect(try changed("settings", of: "two-stage") { writer, bytes in writer.raw(bytes) } == "")
    let wide = try changed("settings", of: "two-stage") { writer, bytes in
      writer.zigzag(1 << 40)
      writer.raw(bytes.dropFirst(2))
    }
    #expect(wide.contains("an embedding of 1099511627776, expected 1...4096"))
    #expect(
      try changed("assign.actor", of: "two-stage") { writer, bytes in writer.raw(bytes.dropLast(4)) } != "")
  }

  /// In a pool's scope nobody can do what a live pool leaves no room for, and nothing is seen that it does not tell.
  @Test func aPoolsScopeIsWhatAPoolCanDo() throws {
    var world = try OrchestrationFixture.world(OrchestrationFixture.settings { $0.scope = .pool })
    var (turns, closed) = (0, 0)
    OrchestrationFixture.drive(&world, steps: 600) { world, _ in
      let masks = OrchestrationFixture.masks(world)
      for row in 0..<(world.copies * world.agents) {
        let possible = (0..<world.actions).filter { masks[row * world.actions + $0] != 0 }
        switch world.roles[row % world.agents] {
        case 0:
          #expect(possible.allSatisfy { $0 < OrchestrationLayout.choices })
          turns += possible.isEmpty ? 0 : 1
        case 1: #expect(possible.isEmpty || possible == [0, OrchestrationLayout.close])
        default: #expect(possible.isEmpty || possible == [0])
        }
      }
      for cell in world.cells {
        #expect(cell.stores.allSatisfy { $0.load == 0 } && cell.nodes.allSatisfy { $0.level == 0 })
        #expect(cell.views.allSatisfy { !$0.isNear && $0.storeLoad == 0 })
        closed += cell.nodes.count { !$0.isOpen }
      }
    }
    #expect(turns > 100 && closed > 0)
  }
}
