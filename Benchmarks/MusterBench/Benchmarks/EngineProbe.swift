import MusterCore
import MusterLab
import MusterMath
import MusterPolicy

/// Drives the engine through the whole life of many tasks.
enum EngineProbe {
  static let kinds = ["submit", "assign", "start", "report"]

  /// Arguments: tasks, agents.
  static let simulation = Probe("engine-simulation") { arguments in
    guard arguments.count == 2, let tasks = Int(arguments[0]), let agents = Int(arguments[1]) else {
      throw BenchError(found: "\(arguments)", expected: "TASKS AGENTS")
    }
    let policy = try Sentence.parse("feasible | least-loaded | best")
    var nobody = Unobserved()
    var warm = Simulation(workload: workload(tasks / 10, agents), policy: policy, seed: 2)
    try warm.run(&nobody)

    let workload = workload(tasks, agents)
    let watch = Stopwatch()
    var simulation = Simulation(workload: workload, policy: policy, seed: 1)
    try simulation.run(&nobody)
    let seconds = watch.seconds
    var result = Measurement()
    result["requests"] = Double(simulation.requests)
    // All but joins, submissions, starts and reports.
    result["assigns"] = Double(simulation.requests - agents - 3 * tasks)
    result["requestsPerS"] = Double(simulation.requests) / seconds
    result["succeeded"] = Double(simulation.engine.totals.ended(.succeeded))
    return result
  }

  static func workload(_ tasks: Int, _ agents: Int) -> Workload {
    var random = Random(seed: 1)
    var workload = Workload(world: ExponentialWorld())
    workload.agents = pool(agents)
    var now = Instant.zero
    workload.arrivals.reserveCapacity(tasks)
    for id in 1...tasks {
      now = now + Nanoseconds(random.exponential(mean: 1e9 / (Double(agents) * 8 * 0.7)))
      workload.arrivals.append(Workload.Arrival(at: now, tasks: [task(id)]))
    }
    workload.engine.retention = 1000
    return workload
  }

  private struct ExponentialWorld: World {
    var summary: String { "exponential, mean 1 s" }
    func execute(
      _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
    ) -> Execution {
      Execution(duration: Nanoseconds(random.exponential(mean: 1e9)))
    }
  }

  static func pool(_ agents: Int) -> [Agent] {
    (0..<agents).map { agent in
      Agent(
        id: AgentID(UInt64(agent)), capacity: Resources(cpuMilli: 8000, memoryMiB: 16384), concurrency: 8)
    }
  }

  static func task(_ id: Int) -> Task {
    Task(id: TaskID(UInt64(id)), demand: Demand(resources: Resources(cpuMilli: 1000, memoryMiB: 1024)))
  }
}
