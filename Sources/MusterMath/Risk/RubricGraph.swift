/// A rubric whose criteria depend on each other (GEAR, 2606.03361): a criterion counts in full only as far as those it
/// rests on are met.
///
/// q_i = p_i * product over parents j of [q_j + (1 - q_j) lambda_ji], in topological order; the score is the sum of
/// w_i q_i over the sum of the positive weights. Edges lead from a foundation to a foundation, bonus or penalty, and
/// from a trigger to a bonus or penalty. An edge that would close a cycle is an error, unless it is asked for that it be
/// dropped, as the publication does, in the order given, and named in `droppedEdges`. Building is `O(E (K + E))` at worst for K criteria and E edges, scoring `O(K + E)`.
public struct RubricGraph: Sendable, Equatable {
  public enum Kind: String, Sendable, Equatable {
    case foundation, bonus, penalty, trigger
  }

  /// What is left of a criterion where the one it rests on is not met at all.
  public enum Strength: Sendable, Equatable {
    case weak
    case strong
    case trigger

    public var remainder: Double {
      switch self {
      case .weak: 0.6
      case .strong: 0.2
      case .trigger: 0
      }
    }
  }

  public struct Criterion: Sendable, Equatable {
    public var kind: Kind
    /// Penalties have weights below zero.
    public var weight: Double

    public init(_ kind: Kind, weight: Double) { (self.kind, self.weight) = (kind, weight) }
  }

  public struct Edge: Sendable, Equatable {
    public var from: Int
    public var to: Int
    public var strength: Strength

    public init(from: Int, to: Int, _ strength: Strength) {
      (self.from, self.to, self.strength) = (from, to, strength)
    }
  }

  public enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchCriterion(edge: Int, found: Int)
    case badEdge(edge: Int, from: Kind, to: Kind)
    case badWeight(criterion: Int, found: Double)
    case noPositiveWeight
    /// The criteria rest on each other: each on the one before it, the first on the last.
    case cycle(edge: Int, criteria: [Int])

    public var description: String {
      switch self {
      case .noSuchCriterion(let edge, let found): "edge \(edge) names criterion \(found), which there is not"
      case .badEdge(let edge, let from, let to):
        "edge \(edge) leads from a \(from.rawValue) to a \(to.rawValue); expected foundation to foundation, bonus or "
          + "penalty, or trigger to bonus or penalty"
      case .badWeight(let criterion, let found):
        "the weight of criterion \(criterion) is \(found), expected a finite number, below zero for a penalty only"
      case .cycle(let edge, let criteria):
        "edge \(edge) closes a cycle of the criteria \(criteria.map(String.init).joined(separator: " > ")) > "
          + "\(criteria.first ?? 0)"
      case .noPositiveWeight: "no criterion has a weight above zero, so there is nothing to score by"
      }
    }
  }

  public let criteria: [Criterion]
  /// Those that are kept.
  public private(set) var edges: [Edge] = []
  /// Positions in the given list of the edges that would have closed a cycle.
  public private(set) var droppedEdges: [Int] = []
  private var order: [Int] = []
  private var parents: [[(from: Int, remainder: Double)]] = []

  /// - Parameter dropsCycles: whether an edge that would close a cycle is left out instead of an error.
  public init(criteria: [Criterion], edges: [Edge], dropsCycles: Bool = false) throws(Fault) {
    self.criteria = criteria
    for (index, criterion) in criteria.enumerated() {
      let isFine = criterion.weight.isFinite && (criterion.weight >= 0 || criterion.kind == .penalty)
      guard isFine else { throw .badWeight(criterion: index, found: criterion.weight) }
    }
    guard criteria.contains(where: { $0.weight > 0 }) else { throw .noPositiveWeight }
    parents = Array(repeating: [], count: criteria.count)
    for (index, edge) in edges.enumerated() {
      for end in [edge.from, edge.to] where !criteria.indices.contains(end) {
        throw .noSuchCriterion(edge: index, found: end)
      }
      let (from, to) = (criteria[edge.from].kind, criteria[edge.to].kind)
      let mayLead =
        from == .foundation ? to != .trigger : from == .trigger && (to == .bonus || to == .penalty)
      guard mayLead else { throw .badEdge(edge: index, from: from, to: to) }
      if let path = path(from: edge.to, to: edge.from) {
        guard dropsCycles else { throw .cycle(edge: index, criteria: path) }
        droppedEdges.append(index)
      } else {
        self.edges.append(edge)
        parents[edge.to].append((edge.from, edge.strength.remainder))
      }
    }
    order = topologicalOrder()
  }

  /// The score of grades in 0...1, one a criterion: at most 1, below 0 where penalties outweigh the rest.
  public func score(_ grades: [Double]) -> Double {
    precondition(grades.count == criteria.count, "every criterion has a grade")
    return score { grades[$0] }
  }

  /// The score where `grade` tells the grade of each criterion by its place. Allocates nothing for up to 128 criteria.
  public func score(grade: (Int) -> Double) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: criteria.count) { met in
      for index in order {
        var value = grade(index)
        for parent in parents[index] {
          value *= met[parent.from] + (1 - met[parent.from]) * parent.remainder
        }
        met[index] = value
      }
      var (sum, most) = (0.0, 0.0)
      for (index, criterion) in criteria.enumerated() {
        sum += criterion.weight * met[index]
        most += max(criterion.weight, 0)
      }
      return sum / most
    }
  }

  /// Between which bounds scores lie: all penalties in full and nothing else, to all but penalties.
  public var scoreRange: ClosedRange<Double> {
    let most = criteria.reduce(0) { $0 + max($1.weight, 0) }
    return criteria.reduce(0) { $0 + min($1.weight, 0) } / most...1
  }

  public static func == (a: RubricGraph, b: RubricGraph) -> Bool {
    a.criteria == b.criteria && a.edges == b.edges
  }

  /// The criteria on a way along the edges from one to another, both included; nil where there is none.
  private func path(from start: Int, to end: Int) -> [Int]? {
    // From the end backwards: `next` leads from each criterion that was reached towards the end.
    var next: [Int?] = Array(repeating: nil, count: criteria.count)
    var stack = [end]
    var seen = Array(repeating: false, count: criteria.count)
    seen[end] = true
    while let criterion = stack.popLast() {
      if criterion == start {
        var path = [start]
        while let last = path.last, last != end, let step = next[last] { path.append(step) }
        return path
      }
      for parent in parents[criterion] where !seen[parent.from] {
        seen[parent.from] = true
        next[parent.from] = criterion
        stack.append(parent.from)
      }
    }
    return nil
  }

  private func topologicalOrder() -> [Int] {
    var left = parents.map(\.count)
    var result = left.indices.filter { left[$0] == 0 }
    var at = 0
    while at < result.count {
      for edge in edges where edge.from == result[at] {
        left[edge.to] -= 1
        if left[edge.to] == 0 { result.append(edge.to) }
      }
      at += 1
    }
    return result
  }
}
