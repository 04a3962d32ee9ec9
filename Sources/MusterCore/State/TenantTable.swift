/// The tenants as columns, indexed by ``TenantID``.
public struct TenantTable: Sendable {
  public internal(set) var terms: [Tenant] = []
  /// Micro-dollars.
  public internal(set) var reserved: [Int64] = []
  public internal(set) var spent: [Int64] = []
  /// What its leases hold now.
  public internal(set) var usage: [Resources] = []
  public internal(set) var deviceMilli: [Int64] = []

  public var count: Int { terms.count }

  /// Makes room for the tenant, on default terms.
  mutating func ensure(_ id: TenantID) {
    while terms.count <= Int(id.rawValue) {
      terms.append(Tenant(id: TenantID(UInt32(terms.count))))
      reserved.append(0)
      spent.append(0)
      usage.append(.zero)
      deviceMilli.append(0)
    }
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
