/// The price of a constraint: rises while more is spent than allowed, falls otherwise.
///
/// Stochastic gradient ascent on the dual, s <- s + rate (spent - allowance), with three ways from s to the price:
/// `projected` is max(0, s) held at `limit`, and s with it; `sigmoid` is limit / (1 + exp(-s)), for "at most";
/// `tanh` is limit tanh(s), for "exactly": spending too little has a price below zero. Held within bounds, so that a
/// demand that cannot be met does not grow without end. `O(1)`.
public struct LagrangeMultiplier: Sendable, Equatable {
  public enum Form: String, Sendable, Equatable, CaseIterable {
    case projected, sigmoid, tanh
  }

  public let form: Form
  public let rate: Double
  public let limit: Double
  /// What the gradient moves: the price itself if it is projected.
  public private(set) var state: Double

  /// Beyond this sigmoid and tanh are flat, and it would take as long to come back.
  static let flat = 12.0

  /// The rate is above zero; the price starts within 0...limit, and within its bounds for the other forms.
  public init(rate: Double, limit: Double = 1e6, price: Double = 0) {
    precondition(rate > 0 && rate < .infinity, "a rate is above zero")
    precondition(limit > 0 && (0...limit).contains(price), "a price lies within 0 and its limit")
    (form, self.rate, self.limit, state) = (.projected, rate, limit, price)
  }

  /// One of another form. Its price starts near zero: for `sigmoid` at a hundredth of the limit.
  public init(_ form: Form, rate: Double, limit: Double) {
    precondition(
      rate > 0 && rate < .infinity && limit > 0 && limit < .infinity, "rate and limit are above zero")
    (self.form, self.rate, self.limit) = (form, rate, limit)
    state = form == .sigmoid ? -Portable.log(99) : 0
  }

  /// What a unit of the constrained quantity costs now.
  public var price: Double {
    switch form {
    case .projected: state
    case .sigmoid: limit * Portable.sigmoid(state)
    case .tanh: limit * (2 * Portable.sigmoid(2 * state) - 1)
    }
  }

  /// Takes up what a period has spent of its allowance.
  public mutating func update(spent: Double, allowance: Double) {
    let moved = state + rate * (spent - allowance)
    switch form {
    case .projected: state = min(max(moved, 0), limit)
    case .sigmoid, .tanh: state = min(max(moved, -Self.flat), Self.flat)
    }
  }

  /// Puts it where it was; false, and nothing changed, where it cannot have been.
  public mutating func resume(at state: Double) -> Bool {
    let range = form == .projected ? 0...limit : -Self.flat...Self.flat
    guard range.contains(state) else { return false }
    self.state = state
    return true
  }
}
