import CMusterWorlds
import MusterLab
import MusterLearning
import Testing

@Suite struct OrchestrationDoorTests {
  private static let trace = "generated?tasks=600&agents=12&gpu=0.5"
  private static let settings =
    "copies=2&seed=5&nodes=6&storage=3&schedulers=2&epochs=20&length=20&from=0.5&trace=generated?tasks=600%26agents=12"
    + "%26gpu=0.5"

  /// Through the door the same is seen, possible and paid as inside, step for step, over the end of an episode.
  @Test func isTheWorldInside() throws {
    let caller = try Caller("orchestration", Self.settings)
    var inside = OrchestrationSettings(
      nodes: 6, storage: 3, schedulers: 2, steps: 20, load: 0.95, churn: 0.4, localWeight: 0.5)
    inside.mostSteps = 20
    let source = try OrchestrationSource(TraceCatalogue().open(Self.trace)).part(0.5...1)
    var world = try OrchestrationWorld(source, inside, copies: 0..<2, seed: 5)
    let rows = world.copies * world.agents
    #expect(caller.shape.has_masks == 1 && caller.shape.agents == Int64(world.agents))
    var seen = [Float](repeating: 9, count: caller.observations.count)
    var mask = [UInt8](repeating: 9, count: caller.masks.count)
    var rewards = [Float](repeating: 9, count: rows)
    var ends = [EpisodeEnd](repeating: .running, count: 2)
    #expect(caller.reset([0, 0]) == MUSTER_WORLDS_OK)
    var ended = 0
    for step in 0..<25 {
      world.observe(into: &seen)
      world.mask(into: &mask)
      #expect(caller.observations == seen && caller.masks == mask)
      let actions = (0..<rows).map { row in
        let possible = (0..<world.actions).filter { mask[row * world.actions + $0] != 0 }
        return possible.isEmpty ? Int32(0) : Int32(possible[(step + row) % possible.count])
      }
      world.step(actions: actions, rewards: &rewards, ends: &ends)
      caller.actions = actions
      #expect(caller.step() == MUSTER_WORLDS_OK)
      #expect(caller.rewards == rewards && caller.ends == ends.map(\.rawValue))
      if ends[0] != .running {
        #expect(step == 19)
        ended += 1
        for copy in 0..<2 { world.reset(copy: copy) }
        #expect(caller.reset([1, 1]) == MUSTER_WORLDS_OK)
      }
    }
    #expect(ended == 1)
  }

  /// A plan of faults is in the place of drawn ones: whatever churn says then, the worlds are the same.
  @Test func faultsCanBeNamed() throws {
    let plan = "departure(fraction: 1, at: 1, for: 15)"
    func masks(_ settings: String) throws -> [[UInt8]] {
      let caller = try Caller("orchestration", Self.settings + "&" + settings)
      #expect(caller.reset([0, 0]) == MUSTER_WORLDS_OK)
      return (0..<18).map { _ in
        caller.actions = caller.actions.map { _ in 0 }
        #expect(caller.step() == MUSTER_WORLDS_OK)
        return caller.masks
      }
    }
    let (peace, planned) = (try masks("churn=0"), try masks("churn=0&faults=" + plan))
    #expect(peace != planned)
    #expect(try masks("churn=2&faults=" + plan) == planned)
  }

  /// Agents are called by their roles.
  @Test func rolesAreNames() throws {
    let caller = try Caller("orchestration", Self.settings)
    let names = try (0..<caller.shape.agents).map { agent in
      var name = [CChar](repeating: 0, count: 64)
      try Caller.check(muster_world_agent(caller.handle, agent, &name, 64))
      return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    #expect(
      names == ["scheduler_0", "scheduler_1"] + (0..<6).map { "compute_\($0)" }
        + (0..<3).map { "storage_\($0)" })
  }

  @Test(arguments: [
    ("trace=genrated", "setting trace: trace genrated: scheme"),
    ("trace=openb:nowhere.csv", "setting trace: nodes.csv: found nothing"),
    ("from=0.7&to=0.5", "setting to: found"), ("nodes=1", "setting nodes: found \"1\", expected 2...256"),
    (
      "faults=crush(agent: 1, at: 1, for: 1)",
      "setting faults: fault \"crush(agent: 1, at: 1, for: 1)\": found"
    ),
    ("nodes=6&faults=slow(agent: 6, factor: 2, at: 1, for: 1)", "expected a compute node, 0..<6"),
    ("agents=3", "one of copies, seed, trace, from, to, nodes"),
  ]) func whatCannotBeIsNamed(_ settings: String, _ words: String) {
    var handle: Int64 = 77
    #expect(
      muster_world_open(MUSTER_WORLDS_ABI, "orchestration", settings, &handle) == MUSTER_WORLDS_BAD_SETTING)
    #expect(Caller.error.contains(words), "\(Caller.error)")
    #expect(handle == 77)
  }
}
