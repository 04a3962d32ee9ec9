import MusterCore
import MusterMath
import MusterTestKit
import Testing

@testable import MusterPolicy

@Suite("Negotiation") struct NegotiationTests {
  /// Agent 0 is the best of all by score; the others have room in different shapes.
  private static func world(now: Double = 0) -> FrameFixture {
    var fixture = FrameFixture(
      agents: (1...4).map {
        Agent(id: AgentID(UInt64($0)), capacity: Resources(cpuMilli: 10_000, memoryMiB: 10_000))
      }, seed: 4)
    fixture.place(NegotiationTests.task(9, cpu: 7000, memory: 7000), on: 0)
    fixture.place(NegotiationTests.task(10, cpu: 0, memory: 6000), on: 1)
    fixture.place(NegotiationTests.task(11, cpu: 0, memory: 2000), on: 2)
    fixture.place(NegotiationTests.task(12, cpu: 7000, memory: 0), on: 3)
    fixture.offer([NegotiationTests.task(1, cpu: 2000, memory: 0)], at: Instant(seconds: now))
    return fixture
  }

  private static func task(_ id: UInt64, cpu: Int64, memory: Int64) -> Task {
    Task(
      id: TaskID(id), demand: Demand(resources: Resources(cpuMilli: cpu, memoryMiB: memory)),
      features: [9, 1, 1, 1])
  }

  @Test("keeps to the best while that is not overloaded") func calm() {
    var fixture = NegotiationTests.world()
    var (policy, made) = (BatchWorld.policy(Negotiate(limit: 0.9)), Plan())
    policy.plan(&fixture.frame, into: &made)
    #expect(made.agents == [0] && made.propensities == [1])
  }

  /// After placement agent 1 would have .2 and .6 taken, agent 2 .2 and .2: the best bid. Agent 3 would be overloaded.
  @Test("takes the bid with the best balance of resources, and lets the winner cool down") func bids() {
    var (policy, made) = (BatchWorld.policy(Negotiate(limit: 0.8, cooldown: 5)), Plan())
    var chosen: [Int32] = []
    for now in [0.0, 1, 2, 5, 6] {
      var fixture = NegotiationTests.world(now: now)
      policy.plan(&fixture.frame, into: &made)
      chosen.append(made.agents[0])
    }
    // With both that could bid cooling down, the task is forced on its first choice.
    #expect(chosen == [2, 1, 0, 2, 1])
  }
}

@Suite("Metaheuristics") struct MetaheuristicTests {
  private static func search(_ seed: UInt64) -> PlacementSearch {
    var random = Random(seed: seed, stream: 11)
    var fixture = FrameFixture(
      agents: (1...3).map {
        Agent(
          id: AgentID(UInt64($0)),
          capacity: Resources(cpuMilli: 4000 + Int64(random.below(3)) * 2000, memoryMiB: 8000))
      }, seed: seed)
    let tasks = (1...6).map { id in
      Task(
        id: TaskID(UInt64(id)),
        demand: Demand(
          resources: Resources(
            cpuMilli: 500 + Int64(random.below(4)) * 700, memoryMiB: Int64(random.below(3)) * 1000)),
        footprint: Footprint(memoryMiB: Double(random.below(800))),
        features: (0..<3).map { _ in Float(random.unit()) })
    }
    fixture.offer(tasks)
    var funnel = BatchWorld.policy(Best()).funnel
    let problem = BatchProblem(tasks.indices.map { $0..<($0 + 1) }, in: fixture.frame, from: &funnel, each: 1)
    return PlacementSearch(
      costs: PlacementCosts(problem, in: fixture.frame, weight: 10, limit: 0.8), steps: 1500,
      random: Random(seed: seed))
  }

  /// Against all 4^6 placements.
  @Test("none is better than the best, and the genetic search none worse than what seeds it")
  func exhaustive() {
    var reached = 0
    for seed in 0..<20 as Range<UInt64> {
      var search = MetaheuristicTests.search(seed)
      var best = Double.infinity
      for code in 0..<4096 {
        var placement = Placement(search.costs)
        for task in 0..<6 { placement.move(task, to: (code >> (2 * task)) & 3 - 1, search.costs) }
        best = min(best, placement.cost)
      }
      let greedy = search.greedy()
      let tabu = search.tabu(from: greedy)
      let annealed = search.annealing(from: greedy)
      let bred = search.genetic(from: [greedy, tabu, annealed])
      for found in [greedy, tabu, annealed, bred] { #expect(found.cost >= best - 1e-9) }
      #expect(tabu.cost <= greedy.cost && annealed.cost <= greedy.cost)
      #expect(bred.cost <= min(tabu.cost, annealed.cost))
      reached += bred.cost <= best + 1e-9 ? 1 : 0
    }
    #expect(reached >= 18, "\(reached) of 20")
  }

  /// The cost that is kept up move by move is the cost of where the moves led.
  @Test("cost is what the placement says, whatever led there") func kept() {
    var search = MetaheuristicTests.search(3)
    let annealed = search.annealing(from: search.greedy())
    var again = Placement(search.costs)
    for (task, agent) in annealed.agents.enumerated() { again.move(task, to: agent, search.costs) }
    #expect((again.cost - annealed.cost).magnitude < 1e-9)
  }

  @Test("spreads what the best agent cannot carry", arguments: Metaheuristic.Method.allCases)
  func spreads(method: Metaheuristic.Method) {
    var fixture = FrameFixture(agents: agents(3, cpuMilli: 10_000))
    // All would rather have agent 0, which has room for ten and is overloaded beyond eight.
    fixture.offer(
      (1...12).map {
        Task(
          id: TaskID(UInt64($0)), demand: Demand(resources: Resources(cpuMilli: 1000)),
          features: [1, 0.99, 0.98])
      })
    var (policy, made) = (BatchWorld.policy(Metaheuristic(method)), Plan())
    policy.plan(&fixture.frame, into: &made)
    #expect(!made.agents.contains(-1) && made.agents.count { $0 == 0 } <= 8, "\(made.agents)")
  }
}
