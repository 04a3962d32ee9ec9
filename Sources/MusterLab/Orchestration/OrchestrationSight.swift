import MusterCore
import MusterLearning
import MusterMath

/// What agents see of their own part, and what a centralised critic sees of the whole: see ``OrchestrationLayout``.
/// Amounts are shares, of about unit size.
extension OrchestrationCell {
  static func stateSize(_ settings: OrchestrationSettings) -> Int {
    4 * settings.schedulers.upperBound + 6 * settings.nodes.upperBound + 4 * settings.storage.upperBound
      + 2 * settings.tenants + 5
  }

  private func begin(_ target: UnsafeMutablePointer<Float>, role: Int, place: Int) -> ObservationPen {
    Layout.begin(
      target, role: role, progress: progress, advice: advice.isEmpty ? -1 : Int(advice[place]))
  }

  private var progress: Double {
    max(Double(epoch) / Double(settings.steps), Double(taken) / Double(settings.mostSteps))
  }

  /// The target is zero before.
  func seeScheduler(_ scheduler: Int, _ target: UnsafeMutablePointer<Float>) {
    var pen = begin(target, role: 0, place: scheduler)
    let count = Double(queues[scheduler].count)
    var sight = SchedulerSight()
    sight.queued = count / 10
    sight.wait = Double(schedulers[scheduler].waits) / max(count, 1) / 20
    sight.canPreempt = victim >= 0
    for resource in 0..<3 { sight.held[resource] = poolShare(resource) }
    sight.write(with: &pen)
    for job in [head, second] {
      if job >= 0 { self.sight(ofJob: job).write(with: &pen) } else { pen.skip(JobSight.size) }
    }
    for slot in named.indices {
      if named[slot] >= 0 { views[slot].write(with: &pen) } else { pen.skip(CandidateSight.size) }
    }
  }

  func sight(ofJob job: Int) -> JobSight {
    let wanted = window.jobs[job]
    let nodeCount = Double(nodes.count)
    var sight = JobSight()
    sight.demand[0] = wanted.cpu / capacity[0] * nodeCount
    sight.demand[1] = wanted.memory / capacity[1] * nodeCount
    sight.demand[2] = capacity[2] > 0 ? Double(wanted.devices.totalMilli) / capacity[2] * nodeCount : 0
    sight.priority = Double(wanted.priority) / 10
    sight.waited = Double(jobs[job].waited) / 20
    sight.dominantShare = dominantShare(wanted.tenant)
    sight.expected = wanted.expected / settings.meanLength
    return sight
  }

  /// What there is to say about the candidate of a slot.
  mutating func sight(ofSlot slot: Int) -> CandidateSight {
    let (job, node) = (job(of: slot), Int(named[slot]))
    let (state, host) = (nodes[node], window.nodes[node])
    var sight = CandidateSight()
    sight.cpu = state.cpu / host.cpu
    sight.usage = usage(node)
    sight.memory = state.memory / host.memory
    sight.devices = deviceShare(node)
    sight.rate = state.rate
    sight.level = Double(state.level) / 3
    sight.bestFit = bestFit(job, node) * Double(nodes.count)
    if let mask = fit(job, node) { sight.fragmentation = fragmentation(job, node, mask) / 100 }
    sight.load = loadShare(node)
    sight.isNear = hasData && holds(near(node), window.jobs[job].tenant)
    sight.storeLoad = stores[near(node)].load / window.bandwidth
    return sight
  }

  /// Processors' time in use, of what the node has; in a pool nobody measures it.
  private func usage(_ node: Int) -> Double {
    let used = settings.scope == .pool ? Layout.meanUse * nodes[node].cpu : nodes[node].usage
    return used / window.nodes[node].cpu
  }

  func seeNode(_ node: Int, _ target: UnsafeMutablePointer<Float>) {
    if nodes[node].isDown || nodes[node].isCut { return }
    var pen = begin(target, role: 1, place: nodePlace + node)
    let (state, host) = (nodes[node], window.nodes[node])
    var sight = ComputeSight()
    sight.cpu = state.cpu / host.cpu
    sight.usage = usage(node)
    sight.memory = state.memory / host.memory
    sight.hasDevices = host.devices > 0
    sight.devices = deviceShare(node)
    sight.level = Double(state.level) / 3
    sight.isOpen = state.isOpen
    sight.jobs = Double(state.jobs) / 10
    sight.rate = state.rate
    sight.useful = state.useful
    sight.speed = speed(node)
    sight.storeLoad = stores[near(node)].load / window.bandwidth
    sight.pressure = pressure
    sight.load = loadShare(node)
    sight.meanLoad = meanLoad
    sight.write(with: &pen)
  }

  /// The share of a resource of the whole pool that is held; 0 where there is none of it.
  func poolShare(_ resource: Int) -> Double {
    if capacity[resource] <= 0 { return 0 }
    return tenants.reduce(0) { $0 + $1.held[resource] } / capacity[resource]
  }

  /// The load of the nodes that are up, mean.
  var meanLoad: Double {
    var loads = RunningMoments()
    for node in nodes.indices where !nodes[node].isDown { loads.add(loadShare(node)) }
    return loads.mean
  }

  func seeStore(_ store: Int, _ target: UnsafeMutablePointer<Float>) {
    if stores[store].isDown { return }
    var pen = begin(target, role: 2, place: storePlace + store)
    let state = stores[store]
    let (mean, least) = stores.reduce((0.0, Double.infinity)) {
      ($0.0 + $1.load / Double(stores.count), min($0.1, $1.load))
    }
    pen.write(state.load / window.bandwidth)
    pen.write(state.service)
    pen.write(Double(state.shards) / Double(window.slots))
    pen.write(state.copying >= 0)
    pen.write(state.isThrottling)
    pen.write(state.load > 0 ? state.local / state.load : 1)
    pen.write(mean / window.bandwidth)
    pen.write(least / window.bandwidth)
    if let hot = hottest(store) {
      pen.write(reads[store * tenants.count + hot] / window.bandwidth)
      pen.write(Double(tenants[hot].replicas.nonzeroBitCount) / Double(stores.count))
      pen.write(copyTarget(hot, store) != nil)
    }
  }

  /// The whole; `target` is zero before. Places of agents that are not there stay zero.
  func seeAll(_ target: UnsafeMutablePointer<Float>) {
    var pen = ObservationPen(at: target)
    for scheduler in schedulers.indices {
      let count = Double(queues[scheduler].count)
      pen.write(!schedulers[scheduler].isDown)
      pen.write(count / 10)
      pen.write(Double(schedulers[scheduler].waits) / max(count, 1) / 20)
      pen.write(turn == scheduler)
    }
    pen.at = target + 4 * settings.schedulers.upperBound
    for node in nodes.indices {
      let (state, host) = (nodes[node], window.nodes[node])
      pen.write(!state.isDown && !state.isCut)
      pen.write(state.cpu / host.cpu)
      pen.write(state.usage / host.cpu)
      pen.write(max(state.memory / host.memory, deviceShare(node)))
      pen.write(state.isOpen ? Double(state.level) / 3 : -1)
      pen.write(state.rate)
    }
    pen.at = target + 4 * settings.schedulers.upperBound + 6 * settings.nodes.upperBound
    for state in stores {
      pen.write(!state.isDown)
      pen.write(state.load / window.bandwidth)
      pen.write(Double(state.shards) / Double(window.slots))
      pen.write(state.copying >= 0)
    }
    pen.at = target + Self.stateSize(settings) - 2 * settings.tenants - 5
    for tenant in tenants.indices {
      pen.write(dominantShare(tenant))
      pen.write(tenants[tenant].elapsed > 0 ? tenants[tenant].progress / tenants[tenant].elapsed : 1)
    }
    pen.write(progress)
    pen.write(arrivals)
    pen.write(Double(queued) / max(arrivals, 1e-9) / 10)
    pen.write(measures.workLast / max(capacity[window.scarcest], 1))
    pen.write(measures.variationLast)
  }
}
