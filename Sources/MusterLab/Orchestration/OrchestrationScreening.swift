import MusterCore
import MusterLearning
import MusterMath

/// Whose turn it is, the next job of its queue, the candidates for that, and whom it could preempt.
extension OrchestrationCell {
  /// Finds the next scheduler, from the last one on, that has something to decide: a job that could go somewhere or,
  /// once in an epoch, one for which another could be preempted.
  mutating func screen() {
    let last = turn ?? -1
    turn = nil
    (head, second, victim) = (-1, -1, -1)
    for offset in 1...schedulers.count {
      let scheduler = (last + offset) % schedulers.count
      if schedulers[scheduler].isDown || schedulers[scheduler].turns >= settings.rounds { continue }
      let job = nextJob(of: scheduler, settings.order)
      if job < 0 { continue }
      for slot in named.indices { named[slot] = -1 }
      name(job, 0)
      if named[0] < 0 {
        if schedulers[scheduler].turns > 0 { continue }
        if settings.scope == .cluster { victim = self.victim(for: job) }
        if victim < 0 { continue }
      }
      (turn, head) = (scheduler, job)
      if settings.screen == .mixed && named[0] >= 0 {
        let shortest = settings.scope == .cluster ? nextJob(of: scheduler, .shortest) : job
        if shortest != job {
          second = shortest
          name(shortest, Layout.choices)
        }
        for slot in named.indices where named[slot] >= 0 { views[slot] = sight(ofSlot: slot) }
      }
      return
    }
  }

  /// The job of a candidate.
  func job(of slot: Int) -> Int { slot < Layout.choices ? head : second }

  /// Names candidates for a job, in the slots from `first` on.
  private mutating func name(_ job: Int, _ first: Int) {
    for slot in first..<(first + Layout.choices) {
      named[slot] = Int32(bestCandidate(job, slot, first))
      if named[slot] < 0 { break }
    }
  }

  /// The next job of a queue by the order that is set, of those that have somewhere to go if there are any; -1 for
  /// none. By arrival nobody is passed.
  private func nextJob(of scheduler: Int, _ order: OrchestrationSettings.Order) -> Int {
    if order == .arrival { return queues[scheduler].min().map(Int.init) ?? -1 }
    var (best, canGo) = (-1, false)
    for entry in queues[scheduler] {
      let job = Int(entry)
      if jobs[job].heldUntil > epoch || canGo && !isBefore(job, best, order) { continue }
      let goes = nodes.indices.contains { isOpen($0) && fit(job, $0) != nil }
      if goes && !canGo || goes == canGo && (best < 0 || isBefore(job, best, order)) {
        (best, canGo) = (job, goes)
      }
    }
    return best
  }

  /// Whether a queued job comes before another: by expected run time, or by dominant share, then priority; then by
  /// arrival.
  private func isBefore(_ job: Int, _ other: Int, _ order: OrchestrationSettings.Order) -> Bool {
    let (mine, its) = (window.jobs[job], window.jobs[other])
    if order == .shortest { return (mine.expected, job) < (its.expected, other) }
    let (share, itsShare) = (dominantShare(mine.tenant), dominantShare(its.tenant))
    if share != itsShare { return share < itsShare }
    return (mine.priority, -job) > (its.priority, -other)
  }

  /// The best node by the rule of this slot that was not named in a slot before.
  private mutating func bestCandidate(_ job: Int, _ slot: Int, _ first: Int) -> Int {
    var (best, bestScore) = (-1, -Double.infinity)
    for node in nodes.indices where isOpen(node) {
      if named[first..<slot].contains(Int32(node)) { continue }
      guard let mask = fit(job, node) else { continue }
      let score = score(job, node, mask, by: settings.screen, slot - first)
      if score > bestScore { (best, bestScore) = (node, score) }
    }
    return best
  }

  mutating func score(
    _ job: Int, _ node: Int, _ mask: DeviceMask, by screen: OrchestrationSettings.Screen, _ slot: Int
  ) -> Double {
    switch screen {
    case .firstFit: return -Double(node)
    case .bestFit: return bestFit(job, node)
    case .leastLoaded: return -loadShare(node)
    case .fragmentation: return fragmentation(job, node, mask) + 1e-3 * bestFit(job, node)
    case .nearest: return nearness(job, node)
    case .random: return Mix.unit(Mix.hash(window.seed, UInt64(epoch * 65_536 + job), UInt64(node)))
    case .mixed:
      switch slot {
      case 0: return bestFit(job, node)
      case 1: return -loadShare(node)
      case 2: return fragmentation(job, node, mask) + 1e-3 * bestFit(job, node)
      default: return nearness(job, node)
      }
    }
  }

  /// Less the share of the node's dominant resource (for this job) that would be left, in 0...1.
  func bestFit(_ job: Int, _ node: Int) -> Double {
    let (wanted, host) = (demand(job), window.nodes[node])
    var dominant = 0
    for resource in 1..<3 where capacity[resource] > 0 {
      if wanted[resource] / capacity[resource] > wanted[dominant] / capacity[dominant] { dominant = resource }
    }
    let left: Double
    switch dominant {
    case 0: left = host.cpu * Layout.levels[nodes[node].level] - nodes[node].cpu - wanted[0]
    case 1: left = host.memory - nodes[node].memory - wanted[1]
    default: left = Double(nodes[node].devices.totalLeft) - wanted[2]
    }
    return -left / capacity[dominant]
  }

  /// The score of FGD, 0...100; the same for all where there are no devices.
  mutating func fragmentation(_ job: Int, _ node: Int, _ mask: DeviceMask) -> Double {
    let host = window.nodes[node]
    if host.devices == 0 { return 0 }
    let cpu = Int64(host.cpu * Layout.levels[nodes[node].level] - nodes[node].cpu)
    var after = nodes[node].devices
    after.take(window.jobs[job].devices.milliEach, from: mask)
    let before = meter.fragmentation(cpuMilli: cpu, devices: nodes[node].devices, modelBit: host.modelBit)
    let then = meter.fragmentation(
      cpuMilli: cpu - Int64(window.jobs[job].cpu), devices: after, modelBit: host.modelBit)
    return (100 / (1 + Portable.exp((then - before) / 1000))).rounded(.down)
  }

  /// Whether the data are in the rack, and how idle its storage node is.
  private func nearness(_ job: Int, _ node: Int) -> Double {
    let store = near(node)
    let isNear = hasData && holds(store, window.jobs[job].tenant)
    return (isNear ? 1 : 0) - 0.5 * min(stores[store].load / window.bandwidth, 2) - 0.1 * loadShare(node)
  }

  /// A running job of the lowest priority below this one's whose room would do, of those the one that has done
  /// least; -1 for none.
  private func victim(for job: Int) -> Int {
    var best = -1
    for entry in running {
      let other = Int(entry)
      let node = Int(jobs[other].node)
      if window.jobs[other].priority >= window.jobs[job].priority || !isOpen(node) { continue }
      if best >= 0 {
        let (a, b) = (window.jobs[other].priority, window.jobs[best].priority)
        if a > b || a == b && jobs[other].progress >= jobs[best].progress { continue }
      }
      if fit(job, node, freed: other) != nil { best = other }
    }
    return best
  }
}
