import MusterCore
import MusterMath

/// What passes between two decisions: faults, arrivals, reads, work.
extension OrchestrationCell {
  /// Sets what is in force in this epoch; who breaks down loses its work. The first scheduler never does.
  mutating func applyFaults() {
    let now = Instant(seconds: Double(epoch))
    for node in nodes.indices {
      (nodes[node].isCut, nodes[node].slowness, nodes[node].flakiness) = (false, 1, 0)
    }
    let (count, first) = (nodes.count, nodes.count + stores.count)
    for node in 0..<(first + schedulers.count) { setDown(node, false, count, first) }
    for (index, fault) in window.faults.faults.enumerated()
    where fault.at <= now && now < fault.at + fault.duration {
      switch fault.kind {
      case .crash(let agent): setDown(agent, true, count, first)
      case .slowDown(let node, let factor):
        if nodes.indices.contains(node) { nodes[node].slowness *= max(factor, 1) }
      case .flaky(let node, let probability):
        if nodes.indices.contains(node) { nodes[node].flakiness = max(nodes[node].flakiness, probability) }
      case .partition(let node): if nodes.indices.contains(node) { nodes[node].isCut = true }
      case .massDeparture(let fraction):
        for node in nodes.indices {
          let draw = Mix.unit(Mix.hash(window.seed, UInt64(index), UInt64(node)))
          if draw < fraction { nodes[node].isDown = true }
        }
      case .lateReports, .duplicateReports, .clockJump: break
      }
    }
    clearAway()
  }

  private mutating func setDown(_ agent: Int, _ isDown: Bool, _ nodeCount: Int, _ storeEnd: Int) {
    if agent < nodeCount {
      nodes[agent].isDown = isDown
    } else if agent < storeEnd {
      stores[agent - nodeCount].isDown = isDown
    } else if agent > storeEnd, agent < storeEnd + schedulers.count {
      schedulers[agent - storeEnd].isDown = isDown
    }
  }

  /// Requeues what runs on nodes that are down and what waits at schedulers that are; ends their copies.
  private mutating func clearAway() {
    var at = 0
    while at < running.count {
      let job = Int(running[at])
      if nodes[Int(jobs[job].node)].isDown { evict(job) } else { at += 1 }
    }
    for node in nodes.indices where nodes[node].isDown {
      (nodes[node].level, nodes[node].isOpen, nodes[node].rate, nodes[node].useful) = (0, true, 1, 0)
    }
    for scheduler in schedulers.indices where schedulers[scheduler].isDown {
      while let job = queues[scheduler].popLast() { enqueue(Int(job)) }
    }
    for store in stores.indices where stores[store].copying >= 0 {
      if stores[store].isDown || stores[stores[store].target].isDown { stores[store].copying = -1 }
    }
  }

  /// Takes in the jobs that come at this epoch.
  mutating func admit() {
    while nextJob < jobs.count && window.jobs[nextJob].arrival <= epoch {
      tenants[window.jobs[nextJob].tenant].open += 1
      enqueue(nextJob)
      nextJob += 1
    }
  }

  /// Who reads what from where, and how much of it is served.
  mutating func serveReads() {
    for index in reads.indices { reads[index] = 0 }
    for store in stores.indices { (stores[store].load, stores[store].local) = (0, 0) }
    for entry in running {
      let (job, tenant) = (Int(entry), window.jobs[Int(entry)].tenant)
      if jobs[job].stalledUntil > epoch { continue }
      let (io, rack) = (window.jobs[job].io, near(Int(jobs[job].node)))
      if holds(rack, tenant) {
        reads[rack * tenants.count + tenant] += io
        stores[rack].local += io
        continue
      }
      let sources = stores.indices.count { holds($0, tenant) }
      for store in stores.indices where holds(store, tenant) {
        reads[store * tenants.count + tenant] += 1.5 * io / Double(sources)
      }
    }
    for store in stores.indices { serve(store) }
    for store in stores.indices where stores[store].copying >= 0 {
      stores[store].load += 0.15 * window.bandwidth
      stores[stores[store].target].load += 0.15 * window.bandwidth
    }
    for store in stores.indices {
      stores[store].service = min(1, window.bandwidth / max(stores[store].load, 1e-9))
    }
  }

  private mutating func serve(_ store: Int) {
    var (heaviest, load) = (-1, 0.0)
    for tenant in tenants.indices {
      let read = reads[store * tenants.count + tenant]
      load += read
      if read > 0 && (heaviest < 0 || read > reads[store * tenants.count + heaviest]) { heaviest = tenant }
    }
    stores[store].heaviest = heaviest
    stores[store].asked = load
    if stores[store].isThrottling && heaviest >= 0 { load -= reads[store * tenants.count + heaviest] / 2 }
    stores[store].load = load
  }

  /// The share of a job's reads that is served.
  private func service(_ job: Int) -> Double {
    let tenant = window.jobs[job].tenant
    func share(_ store: Int) -> Double {
      let isHeld = stores[store].isThrottling && stores[store].heaviest == tenant
      return stores[store].service * (isHeld ? 0.5 : 1)
    }
    let rack = near(Int(jobs[job].node))
    if holds(rack, tenant) { return share(rack) }
    var (sum, count) = (0.0, 0.0)
    for store in stores.indices where holds(store, tenant) {
      sum += share(store)
      count += 1
    }
    return count > 0 ? sum / count : 0
  }

  /// One epoch of work: all running jobs go on, those that are through leave.
  mutating func work() {
    let scarcest = window.scarcest
    for node in nodes.indices { (nodes[node].rate, nodes[node].ran, nodes[node].useful) = (0, 0, 0) }
    for store in stores.indices { (stores[store].wanted, stores[store].served) = (0, 0) }
    for scheduler in schedulers.indices { (schedulers[scheduler].ran, schedulers[scheduler].lost) = (0, 0) }
    measures.workLast = 0
    var at = 0
    while at < running.count {
      let job = Int(running[at])
      let (wanted, node) = (window.jobs[job], Int(jobs[job].node))
      var rate = 0.0
      if jobs[job].stalledUntil <= epoch {
        let (share, rack) = (service(job), near(node))
        stores[rack].wanted += wanted.io
        stores[rack].served += wanted.io * share
        let waiting = window.dataShare[wanted.tenant] * (1 - share)
        rate = speed(node) / nodes[node].slowness * (1 - waiting)
      }
      schedulers[Int(jobs[job].scheduler)].ran += 1
      schedulers[Int(jobs[job].scheduler)].lost += 1 - rate
      rate = min(rate, wanted.length - jobs[job].progress)
      jobs[job].progress += rate
      tenants[wanted.tenant].progress += rate
      measures.workLast += rate * demand(job)[scarcest]
      nodes[node].rate += rate
      nodes[node].ran += 1
      nodes[node].useful += rate * demand(job)[scarcest]
      if jobs[job].progress >= wanted.length - 1e-9 { finish(job) } else { at += 1 }
    }
    measures.work += measures.workLast
    for node in nodes.indices {
      nodes[node].rate = nodes[node].ran > 0 ? nodes[node].rate / nodes[node].ran : 1
      nodes[node].useful /= max(nodeCapacity(node), 1)
    }
  }

  /// How fast processors work whose use is `usage / capacity`: as asked up to 1; beyond, each job gets its share,
  /// and switching between them costs as much again.
  func speed(_ node: Int) -> Double {
    let use = nodes[node].usage / window.nodes[node].cpu
    return use <= 1 ? 1 : 1 / (use * use)
  }

  func nodeCapacity(_ node: Int) -> Double { window.nodes[node].capacity[window.scarcest] }

  /// A job leaves its node: done or, on a flaky one, to begin anew.
  private mutating func finish(_ job: Int) {
    let flakiness = nodes[Int(jobs[job].node)].flakiness
    let draw = Mix.unit(Mix.hash(window.seed, UInt64(job), UInt64(epoch)))
    if draw < flakiness { return evict(job) }
    if let at = running.firstIndex(of: Int32(job)) { running.remove(at: at) }
    vacate(job)
    jobs[job].phase = .done
    tenants[window.jobs[job].tenant].open -= 1
    measures.finished += 1
  }

  /// Copies of shards that are through by now.
  mutating func finishCopies() {
    for store in stores.indices where stores[store].copying >= 0 && stores[store].until <= epoch {
      let (shard, target) = (stores[store].copying, stores[store].target)
      stores[store].copying = -1
      if tenants[shard].replicas & (1 << UInt32(target)) != 0 || stores[target].shards >= window.slots {
        continue
      }
      addReplica(shard, target)
      if stores[store].isMove && tenants[shard].replicas & (1 << UInt32(store)) != 0 {
        dropReplica(shard, store)
      }
    }
  }
}
