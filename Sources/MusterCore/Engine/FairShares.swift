/// Who has more of the pool than another, for preemption by fairness: the weighted dominant share (Ghodsi et al.,
/// NSDI'11), or, in a pool that counts no resources, tasks under lease by weight.
struct FairShares {
  private let isAsked: Bool
  private let tenant: TenantID
  private let priority: Int16
  private let now: Instant
  /// What the tenant that asks has, and what it would have with the task.
  private let before: Double
  private let after: Double

  /// - Parameter task: that asks for room.
  init(for task: Task, in engine: Engine, _ now: Instant) {
    isAsked = engine.configuration.preemption.rule == .fair
    (tenant, priority, self.now) = (task.tenant, task.priority, now)
    before = isAsked ? FairShares.share(of: task.tenant, in: engine) : 0
    after =
      isAsked
      ? FairShares.share(
        of: task.tenant, extra: task.demand.resources, milli: Int64(task.demand.devices.totalMilli), tasks: 1,
        in: engine) : 0
  }

  /// Whether the lease of the task in the row has to give way, once the others are taken back: its tenant has more than
  /// the one that asks, and has no less in the end, and the lease is not too young. O(leases taken back).
  func givesWay(_ row: Int, after others: [Int], in engine: Engine) -> Bool {
    let victim = engine.tasks.specs[row]
    guard isAsked, victim.tenant != tenant, victim.priority == priority,
      now - engine.tasks.records[row].leasedAt >= engine.configuration.preemption.rest,
      FairShares.share(of: victim.tenant, in: engine) > before
    else { return false }
    var resources = Resources.zero - victim.demand.resources
    var (milli, tasks) = (-Int64(victim.demand.devices.totalMilli), Int32(-1))
    for other in others where engine.tasks.specs[other].tenant == victim.tenant {
      resources -= engine.tasks.specs[other].demand.resources
      milli -= Int64(engine.tasks.specs[other].demand.devices.totalMilli)
      tasks -= 1
    }
    return FairShares.share(of: victim.tenant, extra: resources, milli: milli, tasks: tasks, in: engine)
      >= after
  }

  /// The share of the tenant of the task in the row; the same for all where fairness is not asked for.
  func share(ofLease row: Int, in engine: Engine) -> Double {
    isAsked ? FairShares.share(of: engine.tasks.specs[row].tenant, in: engine) : 0
  }

  /// Whether a tenant has less than some other that has work under lease. O(tenants).
  static func isBelowAnother(_ tenant: TenantID, in engine: Engine) -> Bool {
    let own = share(of: tenant, in: engine)
    for other in 0..<engine.tenants.count
    where other != Int(tenant.rawValue) && engine.tenants.inFlight[other] > 0 {
      if share(of: TenantID(UInt32(other)), in: engine) > own { return true }
    }
    return false
  }

  private static func share(
    of tenant: TenantID, extra: Resources = .zero, milli: Int64 = 0, tasks: Int32 = 0,
    in engine: Engine
  ) -> Double {
    let row = Int(tenant.rawValue)
    guard row < engine.tenants.count else { return 0 }
    if engine.pool.totalCapacity == .zero && engine.pool.totalDeviceMilli == 0 {
      return Double(engine.tenants.inFlight[row] + tasks) / engine.tenants.terms[row].weight
    }
    return engine.tenants.weightedDominantShare(
      row, extra: extra, extraDeviceMilli: milli, capacity: engine.pool.totalCapacity,
      deviceCapacity: engine.pool.totalDeviceMilli)
  }
}
