import MusterCore
import MusterLearning

/// Jobs onto nodes, off them and from one to another.
extension OrchestrationCell {
  /// Whether the node can be given work: it is there, can be reached, and admits.
  func isOpen(_ node: Int) -> Bool { !nodes[node].isDown && !nodes[node].isCut && nodes[node].isOpen }

  /// Whether the job fits the node with `freed` given back first; the devices it would get, by best fit.
  func fit(_ job: Int, _ node: Int, freed: Int? = nil) -> DeviceMask? {
    let (wanted, host) = (window.jobs[job], window.nodes[node])
    if wanted.devices.count > 0 && wanted.models != 0 && wanted.models & host.modelBit == 0 { return nil }
    var (cpu, memory, devices) = (nodes[node].cpu, nodes[node].memory, nodes[node].devices)
    if let freed {
      cpu -= window.jobs[freed].cpu
      memory -= window.jobs[freed].memory
      devices.give(window.jobs[freed].devices.milliEach, to: jobs[freed].mask)
    }
    // A last bit left over by sums must not keep a job out.
    let slack = 1 + 1e-9
    if cpu + wanted.cpu > host.cpu * Layout.levels[nodes[node].level] * slack { return nil }
    if memory + wanted.memory > host.memory * slack { return nil }
    return wanted.devices.count == 0 ? 0 : devices.bestFit(wanted.devices)
  }

  /// Puts a job that fits on a node.
  mutating func occupy(_ job: Int, _ node: Int, _ mask: DeviceMask) {
    let wanted = window.jobs[job]
    nodes[node].cpu += wanted.cpu
    nodes[node].memory += wanted.memory
    nodes[node].usage += wanted.cpu * wanted.use
    nodes[node].devices.take(wanted.devices.milliEach, from: mask)
    nodes[node].jobs += 1
    tenants[wanted.tenant].held += demand(job)
    jobs[job].node = Int32(node)
    jobs[job].mask = mask
  }

  /// Takes a job from its node.
  mutating func vacate(_ job: Int) {
    let (wanted, node) = (window.jobs[job], Int(jobs[job].node))
    nodes[node].jobs -= 1
    nodes[node].devices.give(wanted.devices.milliEach, to: jobs[job].mask)
    if nodes[node].jobs == 0 {
      // Nothing is left over by rounding.
      (nodes[node].cpu, nodes[node].memory, nodes[node].usage) = (0, 0, 0)
    } else {
      nodes[node].cpu -= wanted.cpu
      nodes[node].memory -= wanted.memory
      nodes[node].usage -= wanted.cpu * wanted.use
    }
    tenants[wanted.tenant].held -= demand(job)
    jobs[job].node = -1
  }

  /// A queued job begins on a node. False where it does not fit any more.
  mutating func place(_ job: Int, _ node: Int) -> Bool {
    guard isOpen(node), let mask = fit(job, node) else { return false }
    let scheduler = Int(jobs[job].scheduler)
    if let at = queues[scheduler].firstIndex(of: Int32(job)) { queues[scheduler].remove(at: at) }
    occupy(job, node, mask)
    jobs[job].phase = .running
    running.append(Int32(job))
    return true
  }

  /// A running job loses what it has done and queues again.
  mutating func evict(_ job: Int) {
    if let at = running.firstIndex(of: Int32(job)) { running.remove(at: at) }
    vacate(job)
    measures.work -= jobs[job].progress * demand(job)[window.scarcest]
    tenants[window.jobs[job].tenant].progress -= jobs[job].progress
    (jobs[job].progress, jobs[job].stalledUntil) = (0, 0)
    enqueue(job)
  }

  /// Moves a running job that keeps what it has done and stands still for two epochs.
  mutating func migrate(_ job: Int, to node: Int) {
    guard let mask = fit(job, node) else { return }
    vacate(job)
    occupy(job, node, mask)
    jobs[job].stalledUntil = epoch + 2
    jobs[job].movedAt = epoch
  }

  /// Into the queue of the scheduler whose turn it is by the job's number or, where that is down, the next one's.
  mutating func enqueue(_ job: Int) {
    var scheduler = job % schedulers.count
    while schedulers[scheduler].isDown { scheduler = (scheduler + 1) % schedulers.count }
    jobs[job].phase = .queued
    jobs[job].scheduler = Int32(scheduler)
    jobs[job].heldUntil = 0
    queues[scheduler].append(Int32(job))
  }

  /// What a node would move, and where to: the job that relieves it most, to the least loaded node with room. A
  /// job that was moved stays for ten epochs.
  func migration(from node: Int) -> (job: Int, node: Int)? {
    var best = -1
    for job in running where jobs[Int(job)].node == Int32(node) && epoch - jobs[Int(job)].movedAt >= 10 {
      if best < 0 || window.jobs[Int(job)].cpu > window.jobs[best].cpu { best = Int(job) }
    }
    guard best >= 0 else { return nil }
    var target = -1
    for other in nodes.indices where other != node && isOpen(other) && fit(best, other) != nil {
      if target < 0 || loadShare(other) < loadShare(target) { target = other }
    }
    return target < 0 || loadShare(target, with: best) >= loadShare(node) ? nil : (best, target)
  }

  /// The greatest share of any resource of a node that is held, or would be with one job more.
  func loadShare(_ node: Int, with job: Int? = nil) -> Double {
    let (state, host, more) = (nodes[node], window.nodes[node], job.map(demand) ?? .zero)
    let devices = host.devices > 0 ? deviceShare(node) + more[2] / (Double(host.devices) * 1000) : 0
    return max((state.cpu + more[0]) / host.cpu, (state.memory + more[1]) / host.memory, devices)
  }

  /// The share of a node's devices that is held; 0 where it has none.
  func deviceShare(_ node: Int) -> Double {
    let count = Double(window.nodes[node].devices) * 1000
    return count > 0 ? 1 - Double(nodes[node].devices.totalLeft) / count : 0
  }
}
