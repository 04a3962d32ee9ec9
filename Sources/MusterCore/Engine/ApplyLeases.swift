/// What a lease holds: taken when it is given, given back when it ends.
extension Engine {
  /// Into the list of the agent's leases.
  mutating func link(_ row: Int, to agent: Int) {
    let first = firstOnAgent[agent]
    withRecord(row) {
      $0.nextOnAgent = first
      $0.previousOnAgent = -1
    }
    if first >= 0 { tasks.records[Int(first)].previousOnAgent = Int32(row) }
    firstOnAgent[agent] = Int32(row)
    if isDisplaceable(row) { displaceable.add(tasks.specs[row].priority) }
  }

  /// Whether a lease on the task might have to give way.
  func isDisplaceable(_ row: Int) -> Bool {
    configuration.preemption.enabled && tasks.specs[row].gang == .none
  }

  /// Gives back all that a lease holds and settles its money.
  mutating func release(_ row: Int, charge: Int64) {
    let record = tasks.records[row]
    let demand = tasks.specs[row].demand
    let agent = Int(record.agent)
    let tenant = Int(tasks.specs[row].tenant.rawValue)
    pool.reserved[agent] -= record.reserve
    pool.spent[agent] += charge
    pool.vacate(agent, demand, record.devices)
    tenants.vacate(tenant, demand, reserve: record.reserve, charge: charge)
    totals.spent = Price.saturatingAdd(totals.spent, charge)
    if record.previousOnAgent >= 0 {
      tasks.records[Int(record.previousOnAgent)].nextOnAgent = record.nextOnAgent
    } else {
      firstOnAgent[agent] = record.nextOnAgent
    }
    if record.nextOnAgent >= 0 {
      tasks.records[Int(record.nextOnAgent)].previousOnAgent = record.previousOnAgent
    }
    withRecord(row) {
      $0.lease = .none
      $0.reserve = 0
      $0.spent += charge
      $0.devices = 0
      $0.until = .never
      $0.nextOnAgent = -1
      $0.previousOnAgent = -1
    }
    if isDisplaceable(row) { displaceable.remove(tasks.specs[row].priority) }
    openings.gained(agent, pool, shapes)
    setDrained(agent)
  }
}
