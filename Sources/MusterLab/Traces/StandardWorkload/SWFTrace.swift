import MusterCore
import MusterMath

/// A log of a parallel machine in the Standard Workload Format: jobs that want so many processors for so
/// long.
///
/// The machine is one agent, or is cut into `agents` of nearly equal size; a job too large for one of these
/// becomes a gang, cut as evenly. Jobs that never ran are left out. How long a job waited is not replayed:
/// that was the old scheduler's doing. What a user asked for is the task's time limit, for policies that plan
/// by it. A job is cut to the processors that there are. A seed orders equal agents, and moves arrivals where
/// `jitter` asks.
public struct SWFTrace: Trace {
  static let agents = TraceKey.whole("agents", 1, in: 1...100_000, "agents that share the processors")
  static let processors = TraceKey.whole(
    "processors", else: "MaxProcs of the log, or its widest job", in: 1...Int(Int32.max),
    "processors of the machine")

  static let scheme = TraceScheme(
    name: "swf", summary: "jobs of a parallel machine, from any log of the Parallel Workloads Archive",
    path: .needed("a log in the Standard Workload Format"),
    parameters: [
      agents.parameter, processors.parameter, CommonKeys.speedup.parameter, CommonKeys.limit.parameter,
      CommonKeys.jitter.parameter,
    ],
    example: "swf:data/CTC-SP2-1996-3.1-cln.swf.gz",
    source: "Feitelson, Parallel Workloads Archive, Standard Workload Format 2.2",
    licence: "each log's own; the archive asks for citation"
  ) { try SWFTrace($0) }

  public let spec: String
  private let jobs: SWFJobs
  /// Processors of each agent.
  private let sizes: [Int]
  private let speedup: Double
  private let jitter: Double

  /// Reads the log. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    speedup = try spec.value(CommonKeys.speedup)
    jitter = try spec.value(CommonKeys.jitter)
    let agents = try spec.value(Self.agents)
    jobs = try SWFJobs(path: spec.path, limit: try spec.value(CommonKeys.limit) ?? .max)
    let processors = try spec.value(Self.processors) ?? jobs.machine
    guard processors >= agents else {
      throw spec.clash(Self.agents, expected: "at most one a processor, and there are \(processors)")
    }
    sizes = apportion(processors, in: Array(repeating: 1, count: agents))
  }

  public var summary: String {
    "\(jobs.count) jobs of \(jobs.vocabulary.count(in: .tenant) - 1) users on \(sizes.reduce(0, +)) processors; "
      + "\(jobs.leftOut) that never ran are left out"
  }

  public func workload(seed: UInt64) -> Workload {
    var durations: [Nanoseconds] = []
    var groups: [[Task]] = []
    for row in 0..<jobs.count {
      let group = tasks(row, firstID: UInt64(durations.count) + 1)
      durations += Array(repeating: jobs.durations[row], count: group.count)
      groups.append(group)
    }
    var workload = Workload(world: RecordedWorld(durations: durations, firstTask: 1))
    workload.define(jobs.vocabulary)
    workload.agents = sizes.enumerated().map { index, size in
      Agent(
        id: AgentID(UInt64(index)), name: "partition-\(index)",
        capacity: Resources(cpuMilli: Int64(size) * 1000))
    }
    let times = speedup == 1 ? jobs.times : jobs.times.map { saturatedWhole(Double($0) / speedup) }
    workload.arrivals = arrivals(of: times, jitter: jitter, seed: seed).map { row, at in
      Workload.Arrival(at: at, tasks: groups[row])
    }
    workload.engine.taskLimit = max(workload.engine.taskLimit, durations.count)
    workload.engine.agentLimit = max(workload.engine.agentLimit, sizes.count)
    return workload
  }

  /// A job as one task, or as a gang where no agent is large enough.
  private func tasks(_ row: Int, firstID: UInt64) -> [Task] {
    let wanted = min(jobs.processors[row], sizes.reduce(0, +))
    // The last one is the smallest: parts that fit there fit everywhere, one an agent.
    let smallest = max(sizes.last ?? 1, 1)
    let largest = sizes.first ?? 1
    let count = wanted <= largest ? 1 : (wanted + smallest - 1) / smallest
    guard count <= sizes.count else { return wholeMachine(row, firstID) }
    return apportion(wanted, in: Array(repeating: 1, count: count)).enumerated().map { index, part in
      task(row, id: firstID + UInt64(index), processors: part, gang: count > 1)
    }
  }

  /// A job so wide that even parts do not do: one part for each agent, as large as the agent.
  private func wholeMachine(_ row: Int, _ firstID: UInt64) -> [Task] {
    sizes.enumerated().map { index, size in
      task(row, id: firstID + UInt64(index), processors: size, gang: true)
    }
  }

  private func task(_ row: Int, id: UInt64, processors: Int, gang: Bool) -> Task {
    var task = Task(
      id: TaskID(id), tenant: TenantID(jobs.tenants[row]), kind: KindID(jobs.kinds[row]),
      demand: Demand(resources: Resources(cpuMilli: Int64(processors) * 1000)))
    task.timeLimit = jobs.limits[row]
    if gang { task.gang = GangID(UInt64(row) + 1) }
    return task
  }
}
