import MusterCore
import MusterLab
import MusterMath

/// A made-up trace like openb in small: agents with shares of devices to fragment, two models, tasks of four kinds
/// in an order that follows from the seed, none of which ever leaves.
struct TinyTrace: Trace {
  var spec = "tiny"
  var agents = 24
  var summary: String { "a tiny trace" }

  func workload(seed: UInt64) -> Workload {
    var random = Random(seed: seed, stream: 0x7E57)
    var workload = Workload(world: EndlessWorld())
    workload.names = [(.deviceModel, "a"), (.deviceModel, "b")]
    workload.agents = (0..<agents).map { index in
      // Sixteen with much to share, eight with little and of another model.
      let isLarge = index < 16
      let cpuMilli: Int64 = isLarge ? 24_000 : 64_000
      return Agent(
        id: AgentID(UInt64(index + 1)), capacity: Resources(cpuMilli: cpuMilli, memoryMiB: 262_144),
        deviceCount: isLarge ? 4 : 2, deviceModel: isLarge ? 0 : 1)
    }
    var demands: [Demand] = []
    func add(_ times: Int, _ cpuMilli: Int64, _ devices: DeviceDemand = .none, models: UInt64 = 0) {
      for _ in 0..<times {
        demands.append(
          Demand(resources: Resources(cpuMilli: cpuMilli, memoryMiB: 1024), devices: devices, models: models))
      }
    }
    add(30, 4000)
    add(50, 4000, DeviceDemand(count: 1, milliEach: 460))
    add(30, 6000, DeviceDemand(count: 1, milliEach: 1000))
    add(10, 6000, DeviceDemand(count: 1, milliEach: 1000), models: 2)
    add(5, 16_000, DeviceDemand(count: 4, milliEach: 1000))
    random.shuffle(&demands)
    for (index, demand) in demands.enumerated() {
      var task = MusterCore.Task(id: TaskID(UInt64(index + 1)), demand: demand)
      task.patience = 0
      task.retry = .once
      let at = Instant(Nanoseconds(index) * 1_000_000_000)
      workload.arrivals.append(Workload.Arrival(at: at, tasks: [task]))
    }
    workload.mix = DemandMix.typical(demands.map { (demand: $0, count: 1) }, version: 1)
    workload.meters = [.fragmentationCurves]
    return workload
  }
}
