import MusterMath

/// A network from groups of equal tasks to agents, kept and solved again as one round of a scheduler follows another.
///
/// A group sends its tasks over one node, so the graph grows with shapes and not with tasks; agents that are the same to
/// all groups are one node as well; every agent passes on as many tasks as it has slots; what is not placed waits, at a
/// cost (Gog et al., "Firmament", OSDI'16). A call changes supplies, costs and capacities of what is known, adds what
/// is new, and solves from the flow and the potentials of the call before: it is the work of the change, see
/// `MinCostFlow`.
///
/// Which of several optimal flows comes out does not depend on the calls before: it is the one that the greatest optimal
/// potentials lead to, which all optimal flows share, over a graph in the order of the groups.
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
  private var groups: [(node: Int, waiting: Int, arcs: [Int], count: Int)] = []
  private var groupOfKey = RowIndex()
  private var agents: [(row: Int32, node: Int, arc: Int)] = []
  private var agentOfRow = RowIndex()
  private var arcOfPair = RowIndex()

  /// The nodes' total number of tasks goes here.
  private static let sink = 0
  /// So many pairs are kept whatever the groups at hand need.
  private static let leastPairs = 1 << 16

  /// How many tasks of each group each of its agents gets, by the group's arcs.
  /// - Parameters:
  ///   - slots: how many tasks the agent in a row can take.
  ///   - wait: what a task costs that is not placed.
  mutating func solve(_ wanted: [Group], slots: (Int) -> Int, wait: Int) throws(FlowError) -> [[Int]] {
    let pairs = wanted.reduce(0) { $0 + $1.arcs.count }
    if arcOfPair.count > max(Self.leastPairs, 4 * pairs) { self = FlowNetwork() }
    if flow.nodeCount == 0 { _ = try flow.addNode() }
    for group in groups.indices { try close(group) }
    var places: [Int] = []
    for group in wanted { places.append(try open(group, wait: wait)) }
    for agent in agents { try flow.setCapacity(max(slots(Int(agent.row)), 0), ofArc: agent.arc) }
    try flow.setSupply(-wanted.reduce(0) { $0 + $1.count }, ofNode: Self.sink)
    try flow.solve()
    return try settle(wanted, places, slots, wait)
  }

  /// The optimal flow that the greatest potentials lead to.
  private mutating func settle(
    _ wanted: [Group], _ places: [Int], _ slots: (Int) -> Int, _ wait: Int
  ) throws(FlowError) -> [[Int]] {
    let known = try flow.greatestPotentials(from: Self.sink)
    var again = MinCostFlow()
    var potentials = [0]
    _ = try again.addNode(supply: -wanted.reduce(0) { $0 + $1.count })
    for (group, place) in zip(wanted, places) {
      _ = try again.addNode(supply: group.count)
      potentials.append(known[groups[place].node] ?? 0)
    }
    var nodeOfAgent = Array(repeating: -1, count: agents.count)
    var arcs: [[Int]] = []
    for (at, group) in wanted.enumerated() {
      _ = try again.addArc(from: at + 1, to: Self.sink, capacity: MinCostFlow.limit, cost: wait)
      var numbers: [Int] = []
      for arc in group.arcs {
        guard let agent = agentOfRow[UInt64(arc.agent)].map({ Int($0) }) else { continue }
        if nodeOfAgent[agent] < 0 {
          nodeOfAgent[agent] = try again.addNode()
          potentials.append(known[agents[agent].node] ?? 0)
          _ = try again.addArc(
            from: nodeOfAgent[agent], to: Self.sink, capacity: max(slots(Int(arc.agent)), 0), cost: 0)
        }
        numbers.append(
          try again.addArc(from: at + 1, to: nodeOfAgent[agent], capacity: arc.capacity, cost: arc.cost))
      }
      arcs.append(numbers)
    }
    again.start(from: potentials)
    try again.solve()
    return arcs.map { $0.map { again.flow(ofArc: $0) } }
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
      let waiting = try flow.addArc(from: node, to: Self.sink, capacity: MinCostFlow.limit, cost: wait)
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
    let arc = try flow.addArc(from: node, to: Self.sink, capacity: 0, cost: 0)
    agentOfRow.insert(UInt64(row), Int32(agents.count))
    agents.append((row, node, arc))
    return node
  }
}
