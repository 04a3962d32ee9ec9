import MusterMath

/// A network from groups of equal tasks to agents, solved again as rounds of a batch change it.
///
/// A group sends its tasks over one node, so the graph grows with shapes and not with tasks; every agent passes on as
/// many tasks as it has slots; what is not placed waits, at a cost (Gog et al., "Firmament", OSDI'16). A second call
/// changes supplies, costs and capacities of what is known and adds what is new: it is the work of the change, see
/// `MinCostFlow`.
struct FlowNetwork: Sendable {
  /// Tasks of one kind and where they may go.
  struct Group {
    /// By which it is known again.
    var key: UInt64
    var count: Int
    /// Rows of agents, each once, with what a task costs there and how many fit.
    var arcs: [(agent: Int32, cost: Int, capacity: Int)]
  }

  private var flow = MinCostFlow()
  private var isEmpty = true
  private var groups: [(node: Int, waiting: Int, arcs: [Int], count: Int)] = []
  private var groupOfKey = RowIndex()
  private var agents: [(row: Int32, node: Int, arc: Int)] = []
  private var agentOfRow = RowIndex()
  private var arcOfPair = RowIndex()

  /// The nodes' total number of tasks goes here.
  private static let sink = 0

  /// How many tasks of each group each of its agents gets, by the group's arcs.
  /// - Parameters:
  ///   - slots: how many tasks the agent in a row can take.
  ///   - wait: what a task costs that is not placed.
  mutating func solve(_ wanted: [Group], slots: (Int) -> Int, wait: Int) throws(FlowError) -> [[Int]] {
    if isEmpty {
      _ = try flow.addNode()
      isEmpty = false
    }
    for group in groups.indices { try close(group) }
    var places: [Int] = []
    for group in wanted { places.append(try open(group, wait: wait)) }
    for agent in agents { try flow.setCapacity(max(slots(Int(agent.row)), 0), ofArc: agent.arc) }
    try flow.setSupply(-wanted.reduce(0) { $0 + $1.count }, ofNode: FlowNetwork.sink)
    try flow.solve()
    return places.map { place in groups[place].arcs.map { flow.flow(ofArc: $0) } }
  }

  /// Takes a group's tasks and arcs out.
  private mutating func close(_ group: Int) throws(FlowError) {
    if groups[group].count == 0 { return }
    groups[group].count = 0
    try flow.setSupply(0, ofNode: groups[group].node)
    for arc in groups[group].arcs { try flow.setCapacity(0, ofArc: arc) }
  }

  private mutating func open(_ wanted: Group, wait: Int) throws(FlowError) -> Int {
    var place = groups.count
    if let known = groupOfKey[wanted.key] {
      place = Int(known)
      try flow.setSupply(wanted.count, ofNode: groups[place].node)
      try flow.setCost(wait, ofArc: groups[place].waiting)
    } else {
      let node = try flow.addNode(supply: wanted.count)
      let waiting = try flow.addArc(
        from: node, to: FlowNetwork.sink, capacity: MinCostFlow.limit, cost: wait)
      groupOfKey.insert(wanted.key, Int32(place))
      groups.append((node, waiting, [], 0))
    }
    groups[place].count = wanted.count
    groups[place].arcs.removeAll(keepingCapacity: true)
    for arc in wanted.arcs {
      let key = UInt64(place) << 32 | UInt64(arc.agent)
      if let known = arcOfPair[key] {
        try flow.setCost(arc.cost, ofArc: Int(known))
        try flow.setCapacity(arc.capacity, ofArc: Int(known))
        groups[place].arcs.append(Int(known))
      } else {
        let new = try flow.addArc(
          from: groups[place].node, to: try node(ofAgent: arc.agent), capacity: arc.capacity, cost: arc.cost)
        arcOfPair.insert(key, Int32(new))
        groups[place].arcs.append(new)
      }
    }
    return place
  }

  private mutating func node(ofAgent row: Int32) throws(FlowError) -> Int {
    if let known = agentOfRow[UInt64(row)] { return agents[Int(known)].node }
    let node = try flow.addNode()
    let arc = try flow.addArc(from: node, to: FlowNetwork.sink, capacity: 0, cost: 0)
    agentOfRow.insert(UInt64(row), Int32(agents.count))
    agents.append((row, node, arc))
    return node
  }
}
