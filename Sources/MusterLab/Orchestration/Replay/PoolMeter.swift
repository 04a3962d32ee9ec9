import MusterCore
import MusterMath

/// The measures of the orchestration world, of a replay: what happened before the episode's end, in epochs of a second.
struct PoolMeter: RunObserver {
  private struct Job: Sendable {
    /// Since when it waits or runs, in epochs; nil for neither.
    var waitsSince: Double?
    var runsSince: Double?
    var end: Double?
    var waited = 0.0
    var hasCome = false
    /// The node that it runs on, -1 for none.
    var node = -1
  }

  private let window: OrchestrationWindow
  private let tenants: Int
  private let end: Double
  private var jobs: [Job]
  private var last = 0.0
  /// Of the load over nodes now, and over time.
  private var variation = 0.0
  private var variations = 0.0
  /// Power drawn of that at full load, likewise; an idle pool draws a third.
  private var power = 1.0 / 3
  private var powers = 0.0
  /// Processors in use, by node.
  private var usage: [Double]

  init(_ window: OrchestrationWindow, _ settings: OrchestrationSettings) {
    self.window = window
    tenants = settings.tenants
    end = Double(settings.steps)
    jobs = Array(repeating: Job(), count: window.jobs.count)
    usage = Array(repeating: 0, count: window.nodes.count)
  }

  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    let now = now.seconds
    if last < end {
      variations += variation * (min(now, end) - last)
      powers += power * (min(now, end) - last)
    }
    last = max(last, now)
    if now >= end { return }
    var hasChanged = false
    for fact in facts { hasChanged = take(fact.event, now) || hasChanged }
    if hasChanged {
      variation = spread(engine.pool)
      power = drawn(engine.pool)
    }
  }

  /// The coefficient of variation, over the nodes that are there, of the share of the scarcest resource that is held.
  private func spread(_ pool: Pool) -> Double {
    var loads = RunningMoments()
    for row in 0..<pool.count where pool.status[row] != .left {
      let (capacity, free): (Double, Double)
      switch window.scarcest {
      case 0: (capacity, free) = (Double(pool.agents[row].capacity.cpuMilli), Double(pool.free[row].cpuMilli))
      case 1:
        (capacity, free) = (Double(pool.agents[row].capacity.memoryMiB), Double(pool.free[row].memoryMiB))
      default:
        (capacity, free) = (Double(pool.devices[row].count) * 1000, Double(pool.devices[row].totalLeft))
      }
      if capacity > 0 { loads.add(1 - free / capacity) }
    }
    return loads.mean > 0 ? loads.variation : 0
  }

  /// Whether the event changed anybody's load.
  private mutating func take(_ event: Event, _ now: Double) -> Bool {
    switch event {
    case .submitted(let task): edit(task.id) { ($0.hasCome, $0.waitsSince) = (true, now) }
    case .leased(let lease):
      edit(lease.task, node: Int(truncatingIfNeeded: lease.agent.rawValue) - 1) {
        $0.waited += now - ($0.waitsSince ?? now)
        ($0.waitsSince, $0.runsSince) = (nil, now)
      }
    case .revoked(_, let task, _, _), .attemptFailed(_, let task, _, _, _):
      edit(task) { ($0.waitsSince, $0.runsSince) = (now, nil) }
    case .ended(let ending):
      edit(ending.task) { ($0.waitsSince, $0.runsSince, $0.end) = (nil, nil, now) }
    case .agentJoined, .agentLeft: break
    default: return false
    }
    return true
  }

  /// Takes note of a change, of the node that the task is on from now on, and of the processors in use.
  private mutating func edit(_ task: TaskID, node: Int = -1, _ change: (inout Job) -> Void) {
    let index = Int(truncatingIfNeeded: task.rawValue) - 1
    guard jobs.indices.contains(index) else { return }
    change(&jobs[index])
    let used = window.jobs[index].cpu * window.jobs[index].use
    if usage.indices.contains(jobs[index].node) { usage[jobs[index].node] -= used }
    if usage.indices.contains(node) { usage[node] += used }
    jobs[index].node = node
  }

  /// As in the world: a node that is there draws a third of its full power idle, the rest by use.
  private func drawn(_ pool: Pool) -> Double {
    var (drawn, most) = (0.0, 0.0)
    for (node, host) in window.nodes.enumerated() where pool.status[node] != .left {
      drawn += host.cpu * (1 + 2 * min(max(usage[node] / host.cpu, 0), 1)) / 3
      most += host.cpu
    }
    return most > 0 ? drawn / most : 0
  }

  /// What the episode measured; the clock has passed its end, or there is nothing more to come. What still runs then is
  /// taken to have run at full speed.
  func measured() -> OrchestrationMeasures {
    var result = OrchestrationMeasures()
    var (work, waits) = (0.0, [Double]())
    var (progress, elapsed) = ([Double](repeating: 0, count: tenants), [Double](repeating: 0, count: tenants))
    for (job, wanted) in zip(jobs, window.jobs) where job.hasCome {
      let done = job.end == nil ? job.runsSince.map { min(end - $0, wanted.length) } ?? 0 : wanted.length
      work += done * wanted.demand[window.scarcest]
      progress[wanted.tenant] += done
      elapsed[wanted.tenant] += (job.end ?? end) - Double(wanted.arrival)
      waits.append(job.waited + (job.waitsSince.map { end - $0 } ?? 0))
    }
    waits.sort()
    result.arrived = waits.count
    result.finished = jobs.count { $0.end != nil }
    result.utilisation = work / max(window.nodes.reduce(0) { $0 + $1.capacity[window.scarcest] } * end, 1)
    result.latency = waits.reduce(0, +) / Double(max(waits.count, 1))
    result.latency99 = Quantile.of(sorted: waits, 0.99) ?? 0
    result.fairness = Jain.index(
      (0..<tenants).filter { elapsed[$0] > 0 }.map { progress[$0] / elapsed[$0] })
    // The last event may have come before the end.
    let rest = max(end - last, 0)
    result.loadVariation = (variations + variation * rest) / end
    result.power = (powers + power * rest) / end
    return result
  }
}
