import MusterCore

extension EngineProbe {
  private static let agents = 16
  /// As many tasks as there are slots go through each stage together, so that every stage can be timed.
  private static let block = agents * 8

  /// Arguments: tasks.
  static let alone = Probe("engine-alone") { arguments in
    guard arguments.count == 1, let tasks = Int(arguments[0]) else {
      throw BenchError(found: "\(arguments)", expected: "TASKS")
    }
    _ = try drive(tasks / 10)
    let (durations, engine) = try drive(tasks)
    let total = durations.reduce(0, +)
    var result = Measurement()
    result["requestsPerS"] = Double(kinds.count * tasks) / total
    for (kind, seconds) in zip(kinds, durations) { result[kind + "Ns"] = seconds / Double(tasks) * 1e9 }
    result["succeeded"] = Double(engine.totals.ended(.succeeded))
    return result
  }

  /// - Returns: the seconds that each kind of request took, and the engine at the end.
  private static func drive(_ tasks: Int) throws -> (durations: [Double], engine: Engine) {
    var engine = Engine(EngineConfiguration(retention: 1000))
    var facts: [Fact] = []
    for agent in pool(agents) { try engine.perform(.join(agent), at: .zero, into: &facts) }
    var durations = [0.0, 0.0, 0.0, 0.0]
    var first = 1
    while first <= tasks {
      let ids = first..<min(first + block, tasks + 1)
      let now = Instant(Nanoseconds(first) * 1_000_000)
      for kind in kinds.indices {
        let watch = Stopwatch()
        for id in ids {
          facts.removeAll(keepingCapacity: true)
          try engine.perform(request(kind, id), at: now, into: &facts)
        }
        durations[kind] += watch.seconds
      }
      first = ids.upperBound
    }
    return (durations, engine)
  }

  @inline(__always)
  private static func request(_ kind: Int, _ id: Int) -> Request {
    let task = TaskID(UInt64(id))
    // Every task has one lease, and both are numbered from 1.
    let lease = LeaseID(UInt64(id))
    switch kind {
    case 0: return .submit(Self.task(id))
    case 1: return .assign(Assignment(task: task, agent: AgentID(UInt64(id % agents))))
    case 2: return .start(lease, task)
    default: return .report(Report(lease: lease, task: task, succeeded: true))
    }
  }
}
