/// The price of a constraint: rises while more is spent than allowed, falls otherwise, never below zero.
///
/// lambda <- max(0, lambda + rate (spent - allowance)), projected stochastic gradient ascent on the dual; held at
/// `limit` so that a demand that cannot be met does not grow without end. `O(1)`.
public struct LagrangeMultiplier: Sendable, Equatable {
  public let rate: Double
  public let limit: Double
  /// What a unit of the constrained quantity costs now.
  public private(set) var price: Double

  /// The rate is above zero; the price starts within 0...limit.
  public init(rate: Double, limit: Double = 1e6, price: Double = 0) {
    precondition(rate > 0 && rate < .infinity, "a rate is above zero")
    precondition(limit > 0 && (0...limit).contains(price), "a price lies within 0 and its limit")
    (self.rate, self.limit, self.price) = (rate, limit, price)
  }

  /// Takes up what a period has spent of its allowance.
  public mutating func update(spent: Double, allowance: Double) {
    price = min(max(price + rate * (spent - allowance), 0), limit)
  }
}
