import MusterCore
import MusterLearning
import MusterMath
import MusterPolicy

/// An episode of the orchestration world as a replay: the same compute nodes, tasks and breakdowns, run by the engine
/// under a policy on the virtual clock, an epoch a second. There is no contention, no data and no overcommitment in it:
/// what a pool of whole agents has to offer.
///
/// Tasks of about one expected run time, to a power of two, are of one kind. Tasks that fail are tried again at once,
/// for as long as it takes. `O(events * nodes)` a run.
struct PoolEpisode: Sendable {
  private let window: OrchestrationWindow
  private let settings: OrchestrationSettings
  private let mix: DemandMix
  /// Nodes without devices are shrunk in their world: amounts are then counted in thousandths.
  private let unit: Double

  init(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, epochSeconds: Double, seed: UInt64
  ) {
    window = OrchestrationWindow(source, settings, epochSeconds: epochSeconds, seed: seed)
    self.settings = settings
    mix = source.mix
    unit = window.nodes.contains { $0.devices > 0 } ? 1 : 1000
  }

  /// Episodes that are the same for whoever is run on them.
  static func all(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, count: Int, seed: UInt64
  ) -> [PoolEpisode] {
    // Looks at every task of the source many times over.
    let epochSeconds = source.epochSeconds(meanLength: settings.meanLength)
    return (0..<count).map {
      PoolEpisode(
        source, settings, epochSeconds: epochSeconds, seed: Mix.hash(Mix.hash(seed, UInt64($0)), 0))
    }
  }

  /// How the episode goes under a policy. With one queue for all tenants tasks are served by priority and arrival, else
  /// by fair share.
  func run(_ policy: any Policy, hasOneQueue: Bool = false) throws -> OrchestrationMeasures {
    let workload = workload(hasOneQueue: hasOneQueue)
    var meter = PoolMeter(window, settings)
    var simulation = Simulation(
      workload: workload, policy: policy, seed: window.seed, faults: faults)
    try simulation.run(&meter)
    return meter.measured()
  }

  private func workload(hasOneQueue: Bool) -> Workload {
    var workload = Workload(
      world: RecordedWorld(
        durations: window.jobs.map { Instant(seconds: $0.length).nanoseconds }, firstTask: 1))
    // The first tenant and the first kind are there without being named.
    for tenant in 1..<max(settings.tenants, 2) { workload.names.append((.tenant, "tenant \(tenant)")) }
    for kind in 1..<Self.kinds { workload.names.append((.kind, "kind \(kind)")) }
    workload.mix = mix
    workload.agents = window.nodes.enumerated().map { index, node in
      Agent(
        id: AgentID(UInt64(index + 1)), name: "node \(index)",
        capacity: Resources(cpuMilli: amount(node.cpu), memoryMiB: amount(node.memory)),
        deviceCount: node.devices,
        deviceModel: node.modelBit == 0 ? 0 : UInt8(node.modelBit.trailingZeroBitCount))
    }
    workload.arrivals = window.jobs.enumerated().map { index, job in
      let demand = Demand(
        resources: Resources(cpuMilli: amount(job.cpu), memoryMiB: amount(job.memory)), devices: job.devices,
        models: job.models)
      let task = Task(
        id: TaskID(UInt64(index + 1)), tenant: TenantID(hasOneQueue ? 0 : UInt32(job.tenant)),
        kind: KindID(Self.kind(job.expected)), demand: demand,
        priority: Int16(clamping: job.priority), retry: RetryRule(attempts: .max, backoff: 0, jitter: 0))
      return Workload.Arrival(at: Instant(seconds: Double(job.arrival)), tasks: [task])
    }
    return workload
  }

  private static let kinds = 12
  private static func kind(_ expected: Double) -> UInt32 {
    UInt32(min(max(Portable.log(expected) / Portable.log(2), 0), Double(kinds - 1)))
  }

  private func amount(_ number: Double) -> Int64 { Int64((number * unit).rounded()) }

  /// Those of compute nodes.
  private var faults: FaultPlan {
    FaultPlan(window.faults.faults.filter { $0.agent.map { $0 < window.nodes.count } ?? true })
  }
}
