import MusterCore
import MusterMath

/// What a trace's agents have, its tasks ask for and how long they run, as one number: a checkpoint knows by it whether
/// its traces still hold what was trained on. `O(tasks + agents)`.
enum TraceFingerprint {
  static func of(_ trace: any Trace) throws -> UInt64 {
    let workload = try trace.workload(seed: 1)
    var hasher = StateHasher()
    hasher.combine(UInt64(workload.agents.count))
    for agent in workload.agents {
      hasher.combine(agent.id.rawValue)
      hasher.combine(agent.capacity.cpuMilli)
      hasher.combine(agent.capacity.memoryMiB)
      hasher.combine(UInt64(agent.deviceCount) << 8 | UInt64(agent.deviceModel))
      hasher.combine(agent.speed)
    }
    for arrival in workload.arrivals {
      hasher.combine(arrival.at.nanoseconds)
      hasher.combine(UInt64(arrival.tasks.count))
      for task in arrival.tasks {
        hasher.combine(UInt64(task.tenant.rawValue) << 32 | UInt64(UInt16(bitPattern: task.priority)))
        hasher.combine(task.demand.resources.cpuMilli)
        hasher.combine(task.demand.resources.memoryMiB)
        hasher.combine(Int64(task.demand.devices.totalMilli))
        hasher.combine(task.demand.models)
        guard let reference = workload.agents.first else { continue }
        var random = Random(seed: 1, stream: task.id.rawValue)
        let run = workload.world.execute(
          task, on: reference, attempt: 0, load: 1, at: arrival.at, random: &random)
        hasher.combine(run.duration)
      }
    }
    return hasher.finish()
  }
}
