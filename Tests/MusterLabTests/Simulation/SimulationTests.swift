import MusterCore
import MusterLab
import Testing

@Suite("Simulation on the virtual clock")
struct SimulationTests {
  /// One agent with one slot, tasks of exactly two seconds arriving every second.
  static func line(tasks: Int, agents: Int = 1) -> Workload {
    var workload = Workload(
      world: RecordedWorld(durations: [Nanoseconds](repeating: 2_000_000_000, count: tasks)))
    for agent in 0..<agents { workload.agents.append(Agent(id: AgentID(UInt64(agent)), concurrency: 1)) }
    for task in 0..<tasks {
      workload.arrivals.append(
        Workload.Arrival(at: Instant(seconds: Double(task)), tasks: [Task(id: TaskID(UInt64(task)))]))
    }
    return workload
  }

  static func metrics(_ workload: Workload, faults: FaultPlan = .none) throws -> [String: Double] {
    var recorder = Recorder(workload: workload)
    var simulation = Simulation(
      workload: workload, policy: try Sentences.policy("least-loaded"), seed: 1, faults: faults)
    try simulation.run(&recorder)
    let result = recorder.result(policy: "least-loaded", seed: 1, of: simulation)
    return Dictionary(uniqueKeysWithValues: result.metrics.map { ($0.name, $0.value) })
  }

  /// Worked out by hand: task i starts at 2i and waits i seconds; the last of 5 ends at 10 s.
  @Test("a queue at one slot: waits, makespan and utilisation by hand")
  func queue() throws {
    let metrics = try SimulationTests.metrics(SimulationTests.line(tasks: 5))
    #expect(metrics["successPct"] == 100)
    #expect(abs(try #require(metrics["placementMeanMs"]) - 2000) < 1e-6)
    #expect(abs(try #require(metrics["completionMeanMs"]) - 4000) < 1e-6)
    #expect(abs(try #require(metrics["placementP50Ms"]) - 2000) < 2000 * 0.01)
    #expect(abs(try #require(metrics["makespanS"]) - 10) < 1e-9)
    #expect(abs(try #require(metrics["throughputPerS"]) - 0.5) < 1e-9)
    #expect(abs(try #require(metrics["slotUtilisationPct"]) - 100) < 1e-6)
    #expect(metrics["jain"] == 1)
  }

  @Test("two slots halve the waiting")
  func twoAgents() throws {
    let metrics = try SimulationTests.metrics(SimulationTests.line(tasks: 6, agents: 2))
    #expect(metrics["placementMeanMs"] == 0)
    #expect(abs(try #require(metrics["makespanS"]) - 7) < 1e-9)
  }

  /// The agent dies at 1 s with task 0, comes back at 5 s and does it again: 5 + 2 s to the end.
  @Test("a crash loses the try, not the task")
  func crash() throws {
    let plan = try FaultPlan(parsing: "crash(agent: 0, at: 1, for: 4)")
    let metrics = try SimulationTests.metrics(SimulationTests.line(tasks: 1), faults: plan)
    #expect(metrics["successPct"] == 100)
    #expect(metrics["requeues"] == 1)
    #expect(abs(try #require(metrics["makespanS"]) - 7) < 1e-9)
  }

  @Test("a slow agent takes its factor longer")
  func slow() throws {
    let plan = try FaultPlan(parsing: "slow(agent: 0, factor: 3, at: 0, for: 100)")
    let metrics = try SimulationTests.metrics(SimulationTests.line(tasks: 1), faults: plan)
    #expect(abs(try #require(metrics["makespanS"]) - 6) < 1e-9)
  }

  @Test("a flaky agent fails every try until the task has none left")
  func flaky() throws {
    let plan = try FaultPlan(parsing: "flaky(agent: 0, probability: 1, at: 0, for: 1000)")
    let metrics = try SimulationTests.metrics(SimulationTests.line(tasks: 1), faults: plan)
    #expect(metrics["failedPct"] == 100)
    #expect(metrics["successPct"] == 0)
  }

  /// Silent from 1 s to 10 s: the report of a try that ended at 2 s arrives at 10 s.
  @Test("what a partition holds back arrives when it heals")
  func partition() throws {
    let plan = try FaultPlan(parsing: "partition(agent: 0, at: 1, for: 9)")
    let metrics = try SimulationTests.metrics(SimulationTests.line(tasks: 1), faults: plan)
    #expect(metrics["successPct"] == 100)
    #expect(abs(try #require(metrics["makespanS"]) - 10) < 1e-9)
  }

  @Test("a report that comes twice counts once")
  func duplicate() throws {
    let plan = try FaultPlan(parsing: "duplicate(probability: 1, at: 0, for: 1000)")
    var recorder = Unobserved()
    var simulation = Simulation(
      workload: SimulationTests.line(tasks: 4), policy: try Sentences.policy("least-loaded"), seed: 1,
      faults: plan)
    try simulation.run(&recorder)
    #expect(simulation.engine.totals.ended(.succeeded) == 4)
    #expect(simulation.engine.totals.ignoredReports == 4)
  }

  @Test("results do not depend on the number of workers")
  func workers() async throws {
    let trace = try TraceCatalogue().open("generated?tasks=300&agents=6")
    let comparison = Comparison(
      trace: trace, policies: ["random", "least-loaded", "power-of-two"], seeds: [1, 2, 3])
    let one = try await comparison.run(workers: 1)
    let four = try await comparison.run(workers: 4)
    #expect(one.results.map(\.metrics) == four.results.map(\.metrics))
    #expect(one.results.map(\.curves) == four.results.map(\.curves))
  }

  @Test("a fault plan's text reads back as the plan")
  func faultText() throws {
    let text = FaultPlan.grammar.map(\.form).count
    #expect(text == 8)
    for seed in 1...100 as ClosedRange<UInt64> {
      let plan = Scenario.random(seed: seed).faults
      #expect(try FaultPlan(parsing: plan.text) == plan)
    }
  }
}
