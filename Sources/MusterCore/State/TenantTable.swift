/// The tenants as columns, indexed by ``TenantID``.
public struct TenantTable: Sendable {
  public internal(set) var terms: [Tenant] = []
  /// Micro-dollars.
  public internal(set) var reserved: [Int64] = []
  public internal(set) var spent: [Int64] = []
  /// What its leases hold now.
  public internal(set) var usage: [Resources] = []
  public internal(set) var deviceMilli: [Int64] = []
  /// Its tasks under lease.
  public internal(set) var inFlight: [Int32] = []

  public var count: Int { terms.count }
  /// Whether any tenant was ever given a budget: lets frames skip the check. Derived.
  var hasBudgets = false
  /// Whether any tenant was ever given a floor: lets batches skip the check. Derived.
  var hasFloors = false

  mutating func set(_ tenant: Tenant) {
    ensure(tenant.id)
    terms[Int(tenant.id.rawValue)] = tenant
    note(tenant)
  }

  /// Adds a row for the next tenant.
  mutating func append(_ tenant: Tenant) {
    terms.append(tenant)
    reserved.append(0)
    spent.append(0)
    usage.append(.zero)
    deviceMilli.append(0)
    inFlight.append(0)
    note(tenant)
  }

  private mutating func note(_ tenant: Tenant) {
    if tenant.budget != Task.unlimited { hasBudgets = true }
    if tenant.floor > 0 { hasFloors = true }
  }

  /// How many more tasks under lease the tenant has to have to be at its floor.
  func shortfall(_ row: Int) -> Int32 { max(0, terms[row].floor - inFlight[row]) }

  /// Takes note of what a lease of the tenant holds.
  @inline(__always)
  mutating func occupy(_ row: Int, _ demand: Demand, reserve: Int64) {
    usage[row] += demand.resources
    deviceMilli[row] += Int64(demand.devices.totalMilli)
    reserved[row] += reserve
    inFlight[row] += 1
  }

  /// Gives that back and settles the money.
  @inline(__always)
  mutating func vacate(_ row: Int, _ demand: Demand, reserve: Int64, charge: Int64) {
    usage[row] -= demand.resources
    deviceMilli[row] -= Int64(demand.devices.totalMilli)
    reserved[row] -= reserve
    spent[row] += charge
    inFlight[row] -= 1
  }

  mutating func setFloor(_ row: Int, _ floor: Int32) {
    terms[row].floor = floor
    note(terms[row])
  }

  /// Makes room for the tenant, on default terms.
  mutating func ensure(_ id: TenantID) {
    while terms.count <= Int(id.rawValue) { append(Tenant(id: TenantID(UInt32(terms.count)))) }
  }

  /// What is left of the tenant's budget, in micro-dollars.
  public func budgetLeft(_ id: TenantID) -> Int64 {
    let row = Int(id.rawValue)
    guard row < terms.count, terms[row].budget != Task.unlimited else { return .max }
    return terms[row].budget - reserved[row] - spent[row]
  }

  /// What may still be reserved for the tenant. Without a budget it is what the sums have room for.
  func room(_ id: TenantID) -> Int64 {
    let row = Int(id.rawValue)
    return row < terms.count ? terms[row].budget - reserved[row] - spent[row] : .max
  }

  /// The tenant's dominant share of the pool over its weight (Ghodsi et al., NSDI'11): the largest, over all
  /// resources, of what it uses to what there is. `extra` is counted as if it were used already.
  func weightedDominantShare(
    _ row: Int, extra: Resources, extraDeviceMilli: Int64, capacity: Resources, deviceCapacity: Int64
  ) -> Double {
    var share = 0.0
    for lane in 0..<Resources.dimensions where capacity[lane] > 0 {
      let used = usage[row][lane] + extra[lane]
      if used > 0 { share = max(share, Double(used) / Double(capacity[lane])) }
    }
    if deviceCapacity > 0 {
      share = max(share, Double(deviceMilli[row] + extraDeviceMilli) / Double(deviceCapacity))
    }
    return share / terms[row].weight
  }
}
