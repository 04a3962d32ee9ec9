import MusterCore

/// Google's cluster trace of 2011: tasks of a month on some 12,500 machines.
///
/// A task comes when it was submitted and runs for as long as it ran: from its placement to its eviction,
/// failure, end or kill. What the trace does not see the end of runs on for ever, what was withdrawn before
/// it was placed is left out, and a submission after an eviction or a failure is a task of its own. How a
/// task ended is not replayed: it ends well when its time is over. Tasks that were there before the trace
/// began come at its beginning, and as they began at a time that is not known, they run for what was left of
/// them.
///
/// A seed orders the machines that a policy finds equal, and moves arrivals where `jitter` asks for it.
public struct GoogleTrace: Trace {
  static let machines = TraceKey.whole(
    "machines", GoogleMachines.count, in: 1...1_000_000, "machines, in the proportions of the published mix")
  static let from = TraceKey.number(
    "from", 0, in: 0...10_000_000,
    "tasks submitted before this are left out, seconds of the trace; 600: none is there before")
  static let until = TraceKey.number(
    "until", else: "the end of the trace", in: 0...10_000_000,
    "nothing at or after this is read, seconds of the trace; what runs then runs on for ever")

  static let round = TraceKey.number(
    "round", 0, in: 0...86_400,
    "tasks come and end at multiples of so many seconds, the next ones: rounds of a scheduler; 0: when they did"
  )

  static let scheme = TraceScheme(
    name: "google2011",
    summary: "Google's cluster of 2011: tasks as they were submitted, for as long as they ran",
    path: .needed("a directory with task_events-part-*.csv.gz, or one such file"),
    parameters: [
      machines.parameter, CommonKeys.limit.parameter, from.parameter, until.parameter,
      CommonKeys.jitter.parameter, round.parameter,
    ],
    example: "google2011:data/google2011?machines=500&limit=10000",
    source: "clusterdata-2011-2 (google/cluster-data); machines: Reiss et al., SoCC 2012", licence: "CC BY"
  ) { try GoogleTrace($0) }

  public let spec: String
  private let tasks: GoogleTasks
  private let machines: Int
  private let origin: Int64
  private let jitter: Double
  /// Nanoseconds; 0 for none.
  private let round: Nanoseconds

  /// Reads the events. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    machines = try spec.value(Self.machines)
    jitter = try spec.value(CommonKeys.jitter)
    round = saturatedNanoseconds(try spec.value(Self.round))
    let from = try spec.value(Self.from)
    let until = try spec.value(Self.until)
    if let until, until <= from {
      throw spec.clash(Self.until, expected: "more than from, \(plain(from))")
    }
    origin = saturatedWhole(from * 1e6)
    let window = GoogleTasks.Window(
      from: origin, until: until.map { saturatedWhole($0 * 1e6) } ?? .max,
      limit: try spec.value(CommonKeys.limit) ?? .max)
    tasks = try GoogleTasks(path: spec.path, window: window)
    guard tasks.count > 0 else {
      throw TraceError(
        .malformed, file: spec.path, found: "no submissions in the window", expected: "at least one")
    }
  }

  public var summary: String {
    let endless = tasks.lengths.count { $0 == GoogleTasks.endless }
    let withdrawn = tasks.lengths.count { $0 == GoogleTasks.withdrawn }
    return "\(tasks.count - withdrawn) tasks on \(machines) machines; \(endless) do not end in the trace, "
      + "\(withdrawn) withdrawn ones are left out, \(tasks.unknownDemands) have the median demand"
  }

  public func workload(seed: UInt64) -> Workload {
    // Task ids are rows from 1, so that the world finds the length.
    let lengths = tasks.lengths.map {
      $0 == GoogleTasks.endless ? Task.forever : inRounds(saturatedProduct(max($0, 0), 1000))
    }
    var workload = Workload(world: RecordedWorld(durations: lengths, firstTask: 1))
    workload.define(tasks.vocabulary)
    workload.agents = GoogleMachines.agents(machines)
    let times = tasks.submitted.map { saturatedProduct($0 - origin, 1000) }
    for (row, at) in arrivals(of: times, jitter: jitter, seed: seed)
    where tasks.lengths[row] != GoogleTasks.withdrawn {
      let at = Instant(inRounds(at.nanoseconds))
      workload.arrivals.append(Workload.Arrival(at: at, tasks: [task(row)]))
    }
    workload.engine.taskLimit = max(workload.engine.taskLimit, tasks.count)
    workload.engine.agentLimit = max(workload.engine.agentLimit, machines)
    return workload
  }

  /// The next multiple of a round.
  private func inRounds(_ time: Nanoseconds) -> Nanoseconds {
    guard round > 0, time > 0 else { return time }
    let (next, overflows) = ((time - 1) / round + 1).multipliedReportingOverflow(by: round)
    return overflows ? .max : next
  }

  private func task(_ row: Int) -> Task {
    Task(
      id: TaskID(UInt64(row) + 1), tenant: TenantID(tasks.tenants[row]),
      kind: KindID(UInt32(tasks.kinds[row])),
      demand: Demand(
        resources: Resources(cpuMilli: Int64(tasks.cpuMilli[row]), memoryMiB: Int64(tasks.memoryMiB[row]))),
      priority: Int16(tasks.priorities[row]))
  }
}
