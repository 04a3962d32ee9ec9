import MusterCore

/// What agents see of their own part, and what a centralised critic sees of the whole. Amounts are shares, of about
/// unit size.
///
/// An observation begins with: there at all, the three flags of the role, the share of the episode that has passed,
/// and a flag for each action that says whether the advisor would take it.
/// Then come a part for schedulers, one for compute nodes and one for storage nodes, of which an agent fills its own:
/// so that one network for all roles can tell numbers apart.
extension OrchestrationCell {
  static let commonSize = 5 + actions
  static let candidateSize = 11
  static let jobSize = 8
  static let schedulerSize = 6 + 2 * jobSize + candidates * candidateSize
  static let nodeSize = 15
  static let storeSize = 11
  static let observationSize = commonSize + schedulerSize + nodeSize + storeSize

  static func stateSize(_ settings: OrchestrationSettings) -> Int {
    4 * settings.schedulers.upperBound + 6 * settings.nodes.upperBound + 4 * settings.storage.upperBound
      + 2 * settings.tenants + 5
  }

  /// Numbers written one after the other.
  struct Pen {
    var at: UnsafeMutablePointer<Float>

    @inline(__always)
    mutating func write(_ number: Double) {
      at.pointee = Float(min(max(number, -10), 10))
      at += 1
    }

    mutating func write(_ flag: Bool) { write(flag ? 1 : 0) }
  }

  private func common(_ target: UnsafeMutablePointer<Float>, role: Int, place: Int, part: Int) -> Pen {
    var pen = Pen(at: target)
    pen.write(1)
    for other in 0..<3 { pen.write(other == role) }
    pen.write(progress)
    if !advice.isEmpty && advice[place] >= 0 { pen.at[Int(advice[place])] = 1 }
    return Pen(at: target + Self.commonSize + part)
  }

  private var progress: Double {
    max(Double(epoch) / Double(settings.steps), Double(taken) / Double(settings.mostSteps))
  }

  /// The target is zero before.
  func seeScheduler(_ scheduler: Int, _ target: UnsafeMutablePointer<Float>) {
    var pen = common(target, role: 0, place: scheduler, part: 0)
    let count = Double(queues[scheduler].count)
    pen.write(count / 10)
    pen.write(Double(schedulers[scheduler].waits) / max(count, 1) / 20)
    pen.write(victim >= 0)
    for resource in 0..<3 { pen.write(poolShare(resource)) }
    for job in [head, second] {
      if job >= 0 { seeJob(job, &pen) } else { pen.at += Self.jobSize }
    }
    for slot in named.indices {
      if named[slot] >= 0 { seeCandidate(slot, &pen) } else { pen.at += Self.candidateSize }
    }
  }

  private func seeJob(_ job: Int, _ pen: inout Pen) {
    let wanted = window.jobs[job]
    let nodeCount = Double(nodes.count)
    pen.write(true)
    pen.write(wanted.cpu / capacity[0] * nodeCount)
    pen.write(wanted.memory / capacity[1] * nodeCount)
    pen.write(capacity[2] > 0 ? Double(wanted.devices.totalMilli) / capacity[2] * nodeCount : 0)
    pen.write(Double(wanted.priority) / 10)
    pen.write(Double(jobs[job].waited) / 20)
    pen.write(dominantShare(wanted.tenant))
    pen.write(wanted.expected / settings.meanLength)
  }

  private func seeCandidate(_ slot: Int, _ pen: inout Pen) {
    let node = Int(named[slot])
    let (state, host, view) = (nodes[node], window.nodes[node], views[slot])
    pen.write(true)
    pen.write(state.cpu / host.cpu)
    pen.write(state.usage / host.cpu)
    pen.write(state.memory / host.memory)
    pen.write(deviceShare(node))
    pen.write(state.rate)
    pen.write(Double(state.level) / 3)
    pen.write(view.isNear)
    pen.write(view.storeLoad)
    pen.write(view.bestFit)
    pen.write(view.fragmentation)
  }

  func seeNode(_ node: Int, _ target: UnsafeMutablePointer<Float>) {
    if nodes[node].isDown || nodes[node].isCut { return }
    var pen = common(target, role: 1, place: nodePlace + node, part: Self.schedulerSize)
    let (state, host) = (nodes[node], window.nodes[node])
    pen.write(state.cpu / host.cpu)
    pen.write(state.usage / host.cpu)
    pen.write(state.memory / host.memory)
    pen.write(host.devices > 0)
    pen.write(deviceShare(node))
    pen.write(Double(state.level) / 3)
    pen.write(state.isOpen)
    pen.write(Double(state.jobs) / 10)
    pen.write(state.rate)
    pen.write(state.useful)
    pen.write(speed(node))
    pen.write(stores[near(node)].load / window.bandwidth)
    pen.write(pressure)
    pen.write(loadShare(node))
    pen.write(meanLoad)
  }

  func seeStore(_ store: Int, _ target: UnsafeMutablePointer<Float>) {
    if stores[store].isDown { return }
    var pen = common(target, role: 2, place: storePlace + store, part: Self.schedulerSize + Self.nodeSize)
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
    var pen = Pen(at: target)
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
