import MusterCore
import MusterMath

/// A workload out of nothing but numbers: no file needed, everything adjustable, defaults fitted to real
/// traces.
///
/// The pool and how good each agent is at each kind follow from `pool` and are the same for every seed, so
/// that what is learned under one seed is worth something under another. A seed draws the tasks and their
/// arrivals. Arrivals span the time in which the pool could do the drawn work at the asked load: the load is
/// exact, whatever was drawn.
public struct GeneratedTrace: Trace {
  static let scheme = TraceScheme(
    name: "generated", summary: "made-up tasks on made-up agents, fitted to published traces; needs no file",
    path: .none, parameters: GeneratedSettings.parameters, example: "generated?tasks=1000&agents=16",
    source: "fitted to openb (alibaba/clusterdata 2023) and google2011 (clusterdata-2011-2); see each key",
    licence: "none needed"
  ) { try GeneratedTrace($0) }

  public let spec: String
  private let settings: GeneratedSettings
  private let pool: GeneratedPool
  private let vocabulary: Vocabulary

  /// Throws ``TraceSpecError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    settings = try GeneratedSettings(spec)
    var vocabulary = Vocabulary()
    for tenant in 1...settings.tenants { vocabulary.intern("tenant-\(tenant)", in: .tenant) }
    for kind in 1...settings.kinds { vocabulary.intern("kind-\(kind)", in: .kind) }
    for skill in 0..<settings.skills { vocabulary.intern("skill-\(skill + 1)", in: .skill) }
    pool = GeneratedPool(settings, &vocabulary)
    self.vocabulary = vocabulary
  }

  public var summary: String {
    "\(settings.tasks) made-up tasks of \(settings.kinds) kinds on \(settings.agents) agents, "
      + "\(settings.arrivals.rawValue) arrivals at load \(settings.load)"
  }

  public func workload(seed: UInt64) -> Workload {
    var tasks = GeneratedTasks(settings, pool, seed: seed)
    var random = Random(seed: seed, stream: GeneratedStream.arrivals)
    let times = settings.arrivals.times(tasks.groups.count, span: tasks.work / settings.load, &random)
    tasks.setDeadlines(at: times)
    var workload = Workload(
      world: GeneratedWorld(
        sizes: tasks.sizes, success: settings.success, spread: settings.spread, pool: UInt64(settings.pool)))
    workload.define(vocabulary)
    workload.tenants = (1...settings.tenants).map { tenant in
      Tenant(
        id: TenantID(UInt32(tenant)),
        budget: settings.tenantBudget.map { saturatedWhole($0 * 1e6) } ?? Task.unlimited)
    }
    workload.agents = pool.agents
    workload.arrivals = zip(times, tasks.groups).map { time, group in
      Workload.Arrival(at: Instant(saturatedNanoseconds(time)), tasks: group)
    }
    workload.engine.taskLimit = max(workload.engine.taskLimit, settings.tasks)
    workload.engine.agentLimit = max(workload.engine.agentLimit, settings.agents)
    return workload
  }
}
