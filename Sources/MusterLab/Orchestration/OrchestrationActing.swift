import MusterCore
import MusterLearning

/// What each role can do, and what it does: see ``OrchestrationLayout``.
extension OrchestrationCell {
  func schedulerMask(_ flags: UnsafeMutablePointer<UInt8>) {
    for slot in named.indices where named[slot] >= 0 { flags[slot] = 1 }
    // A pool asks again when something has changed; a queue that waits for nothing would wait forever.
    flags[Layout.hold] = settings.scope == .cluster ? 1 : 0
    if victim >= 0 { flags[Layout.preempt] = 1 }
  }

  func nodeMask(_ node: Int, _ flags: UnsafeMutablePointer<UInt8>) {
    if nodes[node].isDown || nodes[node].isCut { return }
    flags[0] = 1
    flags[Layout.close] = 1
    if settings.scope == .pool { return }
    for action in 1..<Layout.close { flags[action] = 1 }
    if nodes[node].jobs > 0 && migration(from: node) != nil { flags[Layout.migrate] = 1 }
  }

  func storeMask(_ store: Int, _ flags: UnsafeMutablePointer<UInt8>) {
    if stores[store].isDown { return }
    flags[0] = 1
    if !hasData { return }
    if stores[store].copying < 0, let hot = hottest(store), copyTarget(hot, store) != nil {
      flags[1] = 1
      flags[2] = 1
    }
    if stores[store].load > 0 { flags[3] = 1 }
    if coldest(store) != nil { flags[4] = 1 }
  }

  /// The shard here that is read most.
  func hottest(_ store: Int) -> Int? {
    var best: Int?
    for tenant in tenants.indices where holds(store, tenant) {
      if best.map({ readsOf(tenant, store) > readsOf($0, store) }) ?? true { best = tenant }
    }
    return best
  }

  /// The shard here that is read least, of those that lie elsewhere too.
  func coldest(_ store: Int) -> Int? {
    var best: Int?
    for tenant in tenants.indices where holds(store, tenant) {
      if !stores.indices.contains(where: { $0 != store && holds($0, tenant) }) { continue }
      if best.map({ readsOf(tenant, store) < readsOf($0, store) }) ?? true { best = tenant }
    }
    return best
  }

  /// The least loaded storage node with room for a shard that it lacks.
  func copyTarget(_ shard: Int, _ store: Int) -> Int? {
    var best: Int?
    for other in stores.indices where other != store && !stores[other].isDown {
      if stores[other].shards >= window.slots { continue }
      if tenants[shard].replicas & (1 << UInt32(other)) != 0 { continue }
      if best.map({ stores[other].load < stores[$0].load }) ?? true { best = other }
    }
    return best
  }

  private func readsOf(_ tenant: Int, _ store: Int) -> Double { reads[store * tenants.count + tenant] }

  mutating func actScheduler(_ scheduler: Int, _ action: Int) {
    if action < Layout.candidates, named[action] >= 0 {
      if !place(job(of: action), Int(named[action])) { schedulers[scheduler].refusals += 1 }
    } else if action == Layout.preempt, victim >= 0 {
      let node = Int(jobs[victim].node)
      evict(victim)
      _ = place(head, node)
      measures.preempted += 1
      schedulers[scheduler].refusals += 1
    } else {
      jobs[head].heldUntil = epoch + 2
      if named[0] >= 0 { schedulers[scheduler].refusals += 1 }
    }
  }

  mutating func actNode(_ node: Int, _ action: Int) {
    if nodes[node].isDown || nodes[node].isCut { return }
    switch action {
    case 0..<Layout.close:
      nodes[node].level = action
      nodes[node].isOpen = true
    case Layout.close: nodes[node].isOpen = false
    default:
      if let move = migration(from: node) {
        migrate(move.job, to: move.node)
        measures.migrated += 1
      }
    }
  }

  mutating func actStore(_ store: Int, _ action: Int) {
    if stores[store].isDown { return }
    stores[store].isThrottling = action == 3
    switch action {
    case 1, 2:
      guard stores[store].copying < 0, let hot = hottest(store), let target = copyTarget(hot, store) else {
        return
      }
      stores[store].copying = hot
      stores[store].target = target
      stores[store].until = epoch + Self.copyEpochs
      stores[store].isMove = action == 2
    case 4: if let cold = coldest(store) { dropReplica(cold, store) }
    default: break
    }
  }
}
