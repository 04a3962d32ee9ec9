/// Minimum-cost flow with whole capacities, costs and supplies, solved again after changes from where it stood.
///
/// Successive shortest paths with node potentials (Ahuja, Magnanti and Orlin, "Network Flows", 1993, 9.7): Dijkstra's
/// method over reduced costs from a node with excess to the nearest one that lacks, ended as soon as that is reached,
/// potentials moved for the settled nodes only. A change of an arc first puts its flow right for the potentials that
/// there are, which leaves some excess, and the searches go on from there: the work is that of the change, not of the
/// graph. `O(U (a + n log n))` for U units to be routed over n nodes and a arcs; a bipartite search settles few nodes
/// until the last units. An aggregator is a node like any other. Memory 48 bytes an arc, 32 a node, and the arc list.
///
/// The flow is optimal and exact; which of several optimal flows is found depends on the order of nodes and arcs only.
public struct MinCostFlow: Sendable {
  /// The largest capacity, supply and cost.
  public static let limit = 1 << 38
  /// The most nodes, and the most arcs.
  public static let countLimit = 1 << 22

  var nodes: [FlowNode] = []
  var supplies: [Int] = []
  var arcs: [FlowArc] = []
  var freeArcs: [Int] = []
  /// The residual graph, see `FlowGraph`.
  var starts: [Int32] = [0]
  var live: [Int32] = []
  var entries: [FlowEntry] = []
  var rooms: [Int] = []
  var owners: [Int32] = []
  /// -1 where the graph has to be built for the arc, or the arc leads to its own node.
  var entryOfArc: [Int32] = []
  /// Arcs that were changed since the last solution.
  var changed: [Int] = []
  var isBuilt = true
  /// The nodes up to here have potentials from a solution.
  var knownNodes = 0
  var surplus = 0
  var search = FlowSearch()

  public init() {}

  public var nodeCount: Int { nodes.count }

  /// Adds a node that supplies this many units, or wants them where the number is negative. Returns its number.
  public mutating func addNode(supply: Int = 0) throws(FlowError) -> Int {
    guard nodes.count < Self.countLimit else { throw .tooMany(limit: Self.countLimit) }
    guard supply.magnitude <= Self.limit else { throw .badSupply(supply) }
    nodes.append(FlowNode(excess: supply))
    supplies.append(supply)
    surplus += supply
    isBuilt = false
    return nodes.count - 1
  }

  /// Adds an arc and returns its number, perhaps that of a removed one.
  public mutating func addArc(
    from: Int, to: Int, capacity: Int, cost: Int
  ) throws(FlowError) -> Int {
    try check(node: from)
    try check(node: to)
    try Self.check(capacity: capacity)
    try Self.check(cost: cost)
    let arc = FlowArc(from: Int32(from), to: Int32(to), capacity: capacity, cost: cost)
    isBuilt = false
    if let number = freeArcs.popLast() {
      arcs[number] = arc
      changed.append(number)
      return number
    }
    guard arcs.count < Self.countLimit else { throw .tooMany(limit: Self.countLimit) }
    arcs.append(arc)
    entryOfArc.append(-1)
    changed.append(arcs.count - 1)
    return arcs.count - 1
  }

  /// Takes an arc out; its number may come back from `addArc`.
  public mutating func removeArc(_ arc: Int) throws(FlowError) {
    try check(arc: arc)
    takeOut(arc, flow(ofArc: arc))
    arcs[arc].isRemoved = true
    entryOfArc[arc] = -1
    freeArcs.append(arc)
    isBuilt = false
  }

  public mutating func setSupply(_ supply: Int, ofNode node: Int) throws(FlowError) {
    try check(node: node)
    guard supply.magnitude <= Self.limit else { throw .badSupply(supply) }
    let step = supply - supplies[node]
    supplies[node] = supply
    nodes[node].excess += step
    surplus += step
  }

  public mutating func setCost(_ cost: Int, ofArc arc: Int) throws(FlowError) {
    try check(arc: arc)
    try Self.check(cost: cost)
    arcs[arc].cost = cost
    noteChange(arc)
  }

  /// A capacity of zero closes the arc.
  public mutating func setCapacity(_ capacity: Int, ofArc arc: Int) throws(FlowError) {
    try check(arc: arc)
    try Self.check(capacity: capacity)
    arcs[arc].capacity = capacity
    noteChange(arc)
  }

  /// How much an arc carries in the last solution.
  public func flow(ofArc arc: Int) -> Int {
    let entry = Int(entryOfArc[arc])
    return entry < 0 ? arcs[arc].flow : rooms[Int(entries[entry].mate)]
  }

  /// The dual of a node: no arc with room has `cost + potential(from) - potential(to)` below zero.
  public func potential(ofNode node: Int) -> Int { nodes[node].potential }

  /// What the flow costs, held at the ends of `Int` where it is beyond them.
  public var cost: Int {
    var sum: Int128 = 0
    for arc in arcs.indices where !arcs[arc].isRemoved {
      sum += Int128(arcs[arc].cost) * Int128(flow(ofArc: arc))
    }
    return Int(clamping: sum)
  }
}

extension MinCostFlow {
  func check(node: Int) throws(FlowError) {
    guard nodes.indices.contains(node) else { throw .noSuchNode(node) }
  }

  private func check(arc: Int) throws(FlowError) {
    guard arcs.indices.contains(arc), !arcs[arc].isRemoved else { throw .noSuchArc(arc) }
  }

  private static func check(capacity: Int) throws(FlowError) {
    guard (0...limit).contains(capacity) else { throw .badCapacity(capacity) }
  }

  private static func check(cost: Int) throws(FlowError) {
    guard (-limit...limit).contains(cost) else { throw .badCost(cost) }
  }

  private mutating func noteChange(_ arc: Int) {
    guard !arcs[arc].isChanged else { return }
    arcs[arc].isChanged = true
    changed.append(arc)
  }

  /// Gives back what an arc carries.
  private mutating func takeOut(_ arc: Int, _ units: Int) {
    nodes[Int(arcs[arc].from)].excess += units
    nodes[Int(arcs[arc].to)].excess -= units
  }
}
