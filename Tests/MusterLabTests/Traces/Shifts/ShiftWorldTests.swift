import MusterCore
import MusterMath
import Testing

@testable import MusterLab

/// Symphony-Coord's simulation, against its published constants computed by hand.
@Suite("The world of the shock simulation") struct ShiftWorldTests {
  private func task(_ id: UInt64, hard: Bool = true) -> Task {
    Task(id: TaskID(id), kind: KindID(hard ? 2 : 1))
  }

  private func world(noise: Double = 0, reward: ShiftWorld.Reward = .utility) -> ShiftWorld {
    var strain = ShiftWorld.Strain.published
    strain.noise = noise
    let sure = ShiftWorld.Ability(success: [1, 1], latency: 900)
    return ShiftWorld(
      before: [sure], after: [ShiftWorld.Ability(success: [1, 0], latency: 900)], costs: [1], change: 5,
      strain: strain, reward: reward)
  }

  @Test("load builds up with each call and fades with each step") func load() {
    var world = world()
    let agent = Agent(id: AgentID(0))
    var milliseconds: [Double] = []
    for (id, isGiven) in [(1, true), (2, true), (3, false), (4, true)] as [(UInt64, Bool)] {
      var random = Random(seed: 1, stream: id)
      let execution = world.execute(task(id), on: agent, attempt: 0, load: 1, at: .zero, random: &random)
      milliseconds.append(Double(execution.duration) * 1e-6)
      if isGiven { world.gave(task(id), to: agent, at: .zero) }
    }
    // Loads 0, 0.3 x 0.88, 0.564 x 0.88, 0.564 x 0.88^2.
    let wanted = [900, 900 * (1 + 1.2 * 0.264), 900 * (1 + 1.2 * 0.49632), 900 * (1 + 1.2 * 0.4367616)]
    #expect(zip(milliseconds, wanted).allSatisfy { abs($0 - $1) < 1e-3 }, "\(milliseconds)")
  }

  @Test("the utility pays for time and money") func utility() {
    var random = Random(seed: 1, stream: 1)
    let agent = Agent(id: AgentID(0))
    let good = world().execute(task(1), on: agent, attempt: 0, load: 1, at: .zero, random: &random)
    #expect(good.succeeded && good.cost == 1_000_000)
    #expect(abs((good.reward ?? 0) - (1 - 0.2 * 0.45.squareRoot() - 0.15)) < 1e-12)
    let bad = world().execute(task(6), on: agent, attempt: 0, load: 1, at: .zero, random: &random)
    #expect(!bad.succeeded && bad.reward == 0)
    let plain = world(reward: .success).execute(
      task(1), on: agent, attempt: 0, load: 1, at: .zero, random: &random)
    #expect(plain.reward == 1)
  }

  @Test("a stranger to the table fails at once") func stranger() {
    var random = Random(seed: 1, stream: 1)
    let execution = world().execute(
      task(1), on: Agent(id: AgentID(9)), attempt: 0, load: 1, at: .zero, random: &random)
    #expect(!execution.succeeded && !execution.retryable && execution.duration == 0)
  }

  @Test(
    "a shock changes what it says",
    arguments: [
      ("A_unavailable", [0.0, 0.88, 0.92, 0.90, 0.95], [0.0, 0.18, 0.325, 0.27, 0.255]),
      ("A_degraded", [0.594, 0.88, 0.92, 0.90, 0.95], [0.198, 0.18, 0.39, 0.45, 0.34]),
    ])
  func shocks(kind: String, simple: [Double], hard: [Double]) throws {
    let workload = try TraceCatalogue().open("shock:?kind=\(kind)").workload(seed: 1)
    for (isHard, before, after) in [
      (false, [0.99, 0.88, 0.92, 0.90, 0.95], simple), (true, [0.99, 0.18, 0.65, 0.45, 0.85], hard),
    ] {
      for (id, wanted) in [(500, before), (501, after)] as [(UInt64, [Double])] {
        let found = workload.agents.map {
          workload.world.expectation(of: task(id, hard: isHard), on: $0, at: .zero)?.success ?? -1
        }
        #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found)")
      }
    }
    #expect(workload.arrivals.count == 1000)
    let hardShare = workload.arrivals.count { $0.tasks[0].features == [0, 1] }
    #expect(abs(hardShare - 700) < 60)
    #expect(workload.script.count == (kind == "A_degraded" ? 1 : 0))
  }
}
