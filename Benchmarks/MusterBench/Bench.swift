import MusterCore
import MusterLab
import MusterMath
import MusterPolicy

/// Engine requests a second on one core: the whole simulation, without faults and without checks.
enum EngineBench {
  static func workload(tasks: Int, agents: Int) -> Workload {
    var random = Random(seed: 1)
    var workload = Workload(world: BenchWorld())
    for agent in 0..<agents {
      workload.agents.append(
        Agent(
          id: AgentID(UInt64(agent)), capacity: Resources(cpuMilli: 8000, memoryMiB: 16384), concurrency: 8))
    }
    let demand = Demand(resources: Resources(cpuMilli: 1000, memoryMiB: 1024))
    var now = Instant.zero
    workload.arrivals.reserveCapacity(tasks)
    for id in 0..<tasks {
      now = now + Nanoseconds(random.exponential(mean: 1e9 / (Double(agents) * 8 * 0.7)))
      workload.arrivals.append(
        Workload.Arrival(at: now, tasks: [Task(id: TaskID(UInt64(id + 1)), demand: demand)]))
    }
    workload.engine.retention = 1000
    return workload
  }

  struct BenchWorld: World {
    var summary: String { "exponential, mean 1 s" }
    func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random) -> Execution {
      Execution(duration: Nanoseconds(random.exponential(mean: 1e9)))
    }
  }
}

@main
struct Bench {
  static func main() throws {
    let workload = EngineBench.workload(tasks: 300_000, agents: 16)
    for sentence in ["feasible | least-loaded | best"] {
      let policy = try Sentence.parse(sentence)
      var simulation = Simulation(workload: workload, policy: policy, seed: 1)
      var observer = Unobserved()
      let start = ContinuousClock.now
      try simulation.run(&observer)
      let taken = start.duration(to: .now)
      let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
      print(
        sentence, simulation.requests, "requests", Int(Double(simulation.requests) / seconds), "a second",
        simulation.engine.totals.ended(.succeeded))
    }
  }
}
