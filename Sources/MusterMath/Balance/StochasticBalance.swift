/// Online matching where a match succeeds only with some probability, known beforehand: whom to try next.
///
/// Each resource can succeed once; its load is the success mass that was tried on it so far. Of the neighbours not yet
/// successful, take the one with the least load (equal probabilities; Mehta and Panigrahi, "Online matching with
/// stochastic rewards", 2012: at least .567 of the fluid optimum for vanishing probabilities), or else the one with the
/// highest p (1 - g(load)). A load may pass 1, so g is 1 - exp(-load): the marginal worth of mass for a resource
/// whose threshold is exponential, as in that model. `O(neighbours)` a choice.
public struct StochasticBalance: Sendable, Equatable {
  /// Tried success mass of each resource.
  public private(set) var loads: [Double]
  public private(set) var hasSucceeded: [Bool]

  public init(resources: Int) {
    loads = Array(repeating: 0, count: resources)
    hasSucceeded = Array(repeating: false, count: resources)
  }

  /// The resource to try, the first of equals; nil where all have succeeded or have no chance.
  public func choose(_ neighbours: [(resource: Int, probability: Double)]) -> Int? {
    var place = -1
    var (best, least) = (0.0, Double.infinity)
    for (resource, probability) in neighbours where !hasSucceeded[resource] && probability > 0 {
      let load = loads[resource]
      let worth = probability * Portable.exp(-load)
      // Of equal worth by rounding only, the less loaded.
      if worth > best || (worth == best && load < least) { (best, least, place) = (worth, load, resource) }
    }
    return place < 0 ? nil : place
  }

  /// A resource was tried at this probability.
  public mutating func tried(_ resource: Int, probability: Double, hasSucceeded: Bool) {
    loads[resource] += probability
    if hasSucceeded { self.hasSucceeded[resource] = true }
  }
}
