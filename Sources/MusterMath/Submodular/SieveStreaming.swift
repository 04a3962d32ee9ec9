/// Selection in one pass over a stream: at least 1/2 - epsilon of the best value of any `limit` elements so far.
///
/// For every power tau of 1 + epsilon between the best single value m and 2 k m a set is kept; an element joins it if
/// its gain is at least (tau / 2 - f(S)) / (k - |S|) (Badanidiyuru, Mirzasoleiman, Karbasi and Krause, "Streaming
/// submodular maximization", 2014). `O(ln(2 k) / epsilon)` gains an element, as many sets of `limit` elements.
public struct SieveStreaming<Objective: SubmodularObjective>: Sendable {
  public let limit: Int
  public let epsilon: Double

  private let objective: Objective
  private var bestSingle = 0.0
  private var bestElement: Int?
  private var sieves: [Sieve] = []

  private struct Sieve: Sendable {
    var exponent: Int
    var threshold: Double
    var chosen: Objective.Chosen
    var elements: [Int] = []
    var value = 0.0
  }

  /// `limit` is at least 1; `epsilon` between 0 and 1, both excluded.
  public init(_ objective: Objective, limit: Int, epsilon: Double = 0.1) {
    precondition(limit >= 1, "at least one element is chosen")
    precondition(epsilon > 0 && epsilon < 1, "epsilon lies between 0 and 1")
    (self.objective, self.limit, self.epsilon) = (objective, limit, epsilon)
  }

  /// Takes up the next element of the stream.
  public mutating func take(_ element: Int) {
    let single = objective.gain(of: element, to: objective.nothing)
    if single > bestSingle {
      (bestSingle, bestElement) = (single, element)
      openSieves()
    }
    for at in sieves.indices where sieves[at].elements.count < limit {
      let gain = objective.gain(of: element, to: sieves[at].chosen)
      let needed =
        (sieves[at].threshold / 2 - sieves[at].value) / Double(limit - sieves[at].elements.count)
      guard gain >= needed, gain > 0 else { continue }
      objective.add(element, to: &sieves[at].chosen)
      sieves[at].elements.append(element)
      sieves[at].value += gain
    }
  }

  /// The best set so far and its value.
  public var best: (elements: [Int], value: Double) {
    var result: (elements: [Int], value: Double) = (bestElement.map { [$0] } ?? [], bestSingle)
    for sieve in sieves where sieve.value > result.value { result = (sieve.elements, sieve.value) }
    return result
  }

  /// Drops the sieves that are too low now, and opens those that a better single value calls for.
  private mutating func openSieves() {
    let lowest = Powers.exponent(notBelow: bestSingle, of: 1 + epsilon)
    let highest = Powers.exponent(notBelow: 2 * Double(limit) * bestSingle, of: 1 + epsilon)
    sieves.removeAll { $0.exponent < lowest }
    let next = sieves.last.map { $0.exponent + 1 } ?? lowest
    guard next <= highest else { return }
    for exponent in next...highest {
      sieves.append(
        Sieve(
          exponent: exponent, threshold: Powers.power(1 + epsilon, exponent), chosen: objective.nothing))
    }
  }
}
