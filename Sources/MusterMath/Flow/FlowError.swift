/// Why there is no flow.
public enum FlowError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Supplies and demands do not add up to zero; `surplus` is their sum.
  case unbalanced(surplus: Int)
  /// `left` units that this node supplies, or that had come to it before a change, find no way on to a demand.
  case infeasible(node: Int, left: Int)
  /// No node has this number.
  case noSuchNode(Int)
  /// No arc has this number.
  case noSuchArc(Int)
  /// A capacity below zero or above `MinCostFlow.limit`.
  case badCapacity(Int)
  /// A cost beyond `MinCostFlow.limit` on either side of zero.
  case badCost(Int)
  /// A supply or demand beyond `MinCostFlow.limit`.
  case badSupply(Int)
  /// More nodes or arcs than `limit`.
  case tooMany(limit: Int)

  public var description: String {
    switch self {
    case .unbalanced(let surplus):
      "supplies and demands add up to \(surplus), expected 0: let an extra node take or give the difference"
    case .infeasible(let node, let left):
      "node \(node) has \(left) units that cannot go on: the capacities on every way to a demand are used up"
    case .noSuchNode(let node): "there is no node \(node)"
    case .noSuchArc(let arc): "there is no arc \(arc)"
    case .badCapacity(let capacity): "found a capacity of \(capacity), expected 0...\(MinCostFlow.limit)"
    case .badCost(let cost): "found a cost of \(cost), expected at most \(MinCostFlow.limit) either way"
    case .badSupply(let supply):
      "found a supply of \(supply), expected at most \(MinCostFlow.limit) either way"
    case .tooMany(let limit): "more than \(limit) nodes or arcs"
    }
  }
}
