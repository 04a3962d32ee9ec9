/// A monotone submodular value of sets: an element never takes worth away, and adds less the more there is already.
///
/// The best such functions for picking a team are coverage and facility location; any other conforms likewise.
public protocol SubmodularObjective: Sendable {
  /// What is known of a set, for marginal gains.
  associatedtype Chosen: Sendable
  /// The set with nothing in it.
  var nothing: Chosen { get }
  /// How many elements there are; they are numbered from 0.
  var count: Int { get }
  /// What an element would add to a set; never below zero.
  func gain(of element: Int, to chosen: Chosen) -> Double
  /// Puts an element into a set.
  func add(_ element: Int, to chosen: inout Chosen)
}

extension SubmodularObjective {
  /// The value of a set, gain by gain.
  public func value<Elements: Sequence<Int>>(of elements: Elements) -> Double {
    var chosen = nothing
    var sum = 0.0
    for element in elements {
      sum += gain(of: element, to: chosen)
      add(element, to: &chosen)
    }
    return sum
  }
}

/// The weight of the topics that at least one chosen element covers. `O(topics of the element)` a gain.
public struct Coverage: SubmodularObjective {
  /// The topics of each element.
  public let topics: [[Int]]
  /// The weight of each topic, not negative.
  public let weights: [Double]

  public init(topics: [[Int]], weights: [Double]) {
    precondition(topics.allSatisfy { $0.allSatisfy(weights.indices.contains) }, "every topic has a weight")
    // A topic named twice counts once.
    self.topics = topics.map { list in
      let sorted = list.sorted()
      return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
    }
    self.weights = weights
  }

  public var count: Int { topics.count }
  public var nothing: [Bool] { Array(repeating: false, count: weights.count) }

  public func gain(of element: Int, to chosen: [Bool]) -> Double {
    var sum = 0.0
    for topic in topics[element] where !chosen[topic] { sum += weights[topic] }
    return sum
  }

  public func add(_ element: Int, to chosen: inout [Bool]) {
    for topic in topics[element] { chosen[topic] = true }
  }
}

/// How well every client is served by the best chosen element. `O(clients)` a gain.
public struct FacilityLocation: SubmodularObjective {
  /// How well an element serves each client, not negative: element by element.
  public let service: [[Double]]
  let clients: Int

  public init(service: [[Double]]) {
    let clients = service.first?.count ?? 0
    self.clients = clients
    precondition(service.allSatisfy { $0.count == clients }, "every element serves the same clients")
    self.service = service
  }

  public var count: Int { service.count }
  public var nothing: [Double] { Array(repeating: 0, count: clients) }

  public func gain(of element: Int, to chosen: [Double]) -> Double {
    var sum = 0.0
    for (client, value) in service[element].enumerated() where value > chosen[client] {
      sum += value - chosen[client]
    }
    return sum
  }

  public func add(_ element: Int, to chosen: inout [Double]) {
    for (client, value) in service[element].enumerated() where value > chosen[client] {
      chosen[client] = value
    }
  }
}
