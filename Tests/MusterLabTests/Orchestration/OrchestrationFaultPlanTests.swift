import MusterCore
import MusterLearning
import Testing

@testable import MusterLab

/// Faults that are named instead of drawn.
@Suite struct OrchestrationFaultPlanTests {
  private static let plan = "crash(agent: 1, at: 4, for: 6); partition(agent: 0, at: 12, for: 5)"

  /// Every episode has those of the plan and no others, an epoch a second.
  @Test func befallThoseWhoAreNamed() throws {
    var settings = OrchestrationFixture.settings()
    try settings.take(faults: Self.plan)
    var world = try OrchestrationFixture.world(settings)
    var seen: Set<Int> = []
    OrchestrationFixture.drive(&world, steps: 600) { world, _ in
      for cell in world.cells {
        let (now, down) = (cell.epoch, cell.nodes.indices.filter { cell.nodes[$0].isDown })
        #expect(down == ((4..<10).contains(now) ? [1] : []))
        #expect(cell.nodes.indices.filter { cell.nodes[$0].isCut } == ((12..<17).contains(now) ? [0] : []))
        #expect(!cell.stores.contains { $0.isDown } && !cell.schedulers.contains { $0.isDown })
        seen.insert(now)
      }
    }
    #expect(seen.isSuperset(of: [4, 9, 10, 12, 16, 17]))
  }

  /// An empty plan has nothing break down, where none has faults drawn.
  @Test func anEmptyPlanIsPeace() throws {
    var settings = OrchestrationFixture.settings { $0.churn = 2...2 }
    #expect(try OrchestrationFixture.world(settings).cells.allSatisfy { !$0.window.faults.faults.isEmpty })
    try settings.take(faults: "")
    #expect(try OrchestrationFixture.world(settings).cells.allSatisfy { $0.window.faults.faults.isEmpty })
  }

  /// In replays too; what befalls others than compute nodes has nobody to befall there.
  @Test func replaysHaveThem() throws {
    func run(_ plan: String) throws -> [OrchestrationMeasures] {
      var settings = OrchestrationFixture.settings { $0.scope = .pool }
      try settings.take(faults: plan)
      return try OrchestrationRule.all[1].run(
        OrchestrationFixture.source(), settings, episodes: 3, seed: 2)
    }
    let peace = try run("")
    #expect(try run("crash(agent: 0, at: 5, for: 20); slow(agent: 1, factor: 3, at: 5, for: 20)") != peace)
    // Six compute nodes at most: the last two are a storage node or nobody, and the slow one is there or not.
    #expect(try run("crash(agent: 6, at: 5, for: 20); crash(agent: 11, at: 5, for: 20)") == peace)
    _ = try run("slow(agent: 5, factor: 3, at: 5, for: 20); flaky(agent: 5, probability: 0.5, at: 9, for: 3)")
  }

  @Test(
    arguments: [
      ("crush(agent: 1, at: 1, for: 1)", "found \"crush\", expected one of crash"),
      (
        "crash(agent: 12, at: 1, for: 1)",
        "found agent 12, expected 0..<12: at most 6 compute nodes, then storage nodes, then schedulers"
      ),
      ("slow(agent: 6, factor: 2, at: 1, for: 1)", "found agent 6, expected a compute node, 0..<6"),
      (
        "late(probability: 1, delay: 2, at: 1, for: 1)",
        "found a fault of reports or clocks, which this world does not have, expected crash, slow, flaky"
      ),
      ("jump(by: 3, at: 1)", "found a fault of reports or clocks"),
    ])
  func whatCanBefallNobodyIsRefused(plan: String, reason: String) {
    var settings = OrchestrationFixture.settings()
    let before = settings
    do {
      try settings.take(faults: plan)
      Issue.record("took \(plan)")
    } catch {
      #expect("\(error)".contains(reason), "\(error)")
    }
    #expect(settings == before)
  }

  /// A method learns, and is tested, under the plan of its settings, which says where it is wrong.
  @Test func isASettingOfMethods() throws {
    let small = [
      "copies=4", "horizon=10", "nodes=5", "storage=2", "schedulers=2", "length=20", "evaluations=2",
      "memory=100", "batch=8", "warm-up=20",
    ]
    let trace = try TraceCatalogue().open("generated?tasks=400&agents=12&gpu=0.5")
    func trainer(_ more: [String]) throws -> any Trainer {
      try TrainingMethod.named("vdn").trainer(settings: small + more, on: TrainingGround([trace]))
    }
    var (drawn, planned) = (try trainer([]), try trainer(["faults=\(Self.plan)"]))
    let (one, other) = (try drawn.evaluate(threads: 1), try planned.evaluate(threads: 1))
    #expect(one.score != other.score)
    for _ in 0..<3 { _ = (try drawn.learn(threads: 1), try planned.learn(threads: 1)) }
    #expect(drawn.policy != planned.policy)
    do {
      _ = try trainer(["faults=crash(agent: 99, at: 1, for: 1)"])
      Issue.record("took agent 99")
    } catch {
      #expect(
        "\(error)".hasPrefix(
          "train: key faults: fault \"crash(agent: 99, at: 1.0, for: 1.0)\": found agent 99, expected 0..<9"),
        "\(error)")
    }
  }
}
