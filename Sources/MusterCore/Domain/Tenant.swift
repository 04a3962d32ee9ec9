/// The terms on which a tenant shares the pool.
public struct Tenant: Sendable, Equatable {
  public var id: TenantID
  /// Its weight in dominant-resource fairness, above zero; twice the weight, twice the share.
  public var weight: Double
  /// The most that its tasks may cost in all, in micro-dollars.
  public var budget: Int64

  public init(id: TenantID, weight: Double = 1, budget: Int64 = Task.unlimited) {
    self.id = id
    self.weight = weight
    self.budget = budget
  }
}
