/// The terms on which a tenant shares the pool.
public struct Tenant: Sendable, Equatable {
  public var id: TenantID
  /// Its weight in dominant-resource fairness, above zero; twice the weight, twice the share.
  public var weight: Double
  /// The most that its tasks may cost in all, in micro-dollars.
  public var budget: Int64
  /// While it has fewer tasks under lease than this, its ready work goes before that of tenants at their floors,
  /// whatever the priorities, and its leases are not displaced by others. At least 0, which is no floor.
  public var floor: Int32

  public init(id: TenantID, weight: Double = 1, budget: Int64 = Task.unlimited, floor: Int32 = 0) {
    self.id = id
    self.weight = weight
    self.budget = budget
    self.floor = floor
  }
}
