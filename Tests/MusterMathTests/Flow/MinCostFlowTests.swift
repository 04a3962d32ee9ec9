import MusterMath
import Testing

@Suite struct MinCostFlowTests {
  /// Bipartite networks of single units, and general ones with cycles, loops, parallel arcs and negative costs.
  @Test(arguments: FlowGolden.costs.indices)
  func costsWhatORToolsFinds(seed: Int) throws {
    let network = Instance.flow(seed)
    var flow = try build(network)
    guard let golden = FlowGolden.costs[seed] else {
      #expect(throws: FlowError.self) { try flow.solve() }
      return
    }
    try flow.solve()
    #expect(flow.cost == golden)
    expectOptimal(flow, network)
  }

  /// Costs, capacities and supplies change, arcs and nodes come and go.
  @Test(arguments: 0..<20)
  func changesCostAsMuchAsSolvingAnew(seed: Int) throws {
    var network = Instance.flow(seed)
    var flow = try build(network)
    var draws = Instance.Draws(state: UInt64(seed))
    var numbers = Array(network.arcs.indices)
    var solved = 0
    for round in 0..<40 {
      let at = draws.below(UInt64(network.arcs.count))
      switch round % 5 {
      case 0:
        network.arcs[at].cost = draws.below(1000) - 20
        try flow.setCost(network.arcs[at].cost, ofArc: numbers[at])
      case 1:
        network.arcs[at].capacity = draws.below(9)
        try flow.setCapacity(network.arcs[at].capacity, ofArc: numbers[at])
      case 2:
        network.supplies.append(0)
        let node = try flow.addNode()
        for arc in [(node, draws.below(UInt64(node)), 9, 50), (draws.below(UInt64(node)), node, 9, 3)] {
          network.arcs.append(arc)
          numbers.append(try flow.addArc(from: arc.0, to: arc.1, capacity: arc.2, cost: arc.3))
        }
      case 3:
        let (from, to) = (network.arcs[at].from, network.arcs[at].to)
        network.supplies[from] += 1
        network.supplies[to] -= 1
        try flow.setSupply(network.supplies[from], ofNode: from)
        try flow.setSupply(network.supplies[to], ofNode: to)
      default:
        network.arcs.remove(at: at)
        try flow.removeArc(numbers.remove(at: at))
      }
      var anew = try build(network)
      let expected = (try? anew.solve()) == nil ? nil : anew.cost
      let found = (try? flow.solve()) == nil ? nil : flow.cost
      #expect(found == expected)
      if found != nil { solved += 1 }
    }
    if seed % 2 == 0 { #expect(solved > 2) }
  }

  /// However a solution was come by, and solving from them costs the same.
  @Test(arguments: 0..<30)
  func hasOneSetOfGreatestPotentials(seed: Int) throws {
    let network = Instance.flow(seed)
    var (once, again) = (try build(network), try build(network))
    guard (try? once.solve()) != nil else { return }
    var draws = Instance.Draws(state: UInt64(seed))
    for _ in 0..<5 {
      let changed = (0..<3).map { _ in draws.below(UInt64(network.arcs.count)) }
      for arc in changed { try again.setCost(draws.below(1000) - 20, ofArc: arc) }
      try again.solve()
      for arc in changed { try again.setCost(network.arcs[arc].cost, ofArc: arc) }
    }
    try again.solve()
    let greatest = try once.greatestPotentials(from: 0)
    #expect(try again.greatestPotentials(from: 0) == greatest)
    #expect(greatest[0] == 0)
    for (number, arc) in network.arcs.enumerated() {
      guard let tail = greatest[arc.from], let head = greatest[arc.to] else { continue }
      #expect(once.flow(ofArc: number) == arc.capacity || arc.cost + tail - head >= 0)
      #expect(once.flow(ofArc: number) == 0 || arc.cost + tail - head <= 0)
    }
    var anew = try build(network)
    anew.start(from: greatest.map { $0 ?? 0 })
    try anew.solve()
    #expect(anew.cost == once.cost)
    expectOptimal(anew, network)
  }

  /// Tasks that share an aggregator: it is a node like any other.
  @Test func tasksGoThroughAnAggregator() throws {
    var flow = MinCostFlow()
    let tasks = try (0..<3).map { _ in try flow.addNode(supply: 1) }
    let (pool, sink) = (try flow.addNode(), try flow.addNode(supply: -3))
    let (cheap, dear) = (try flow.addNode(), try flow.addNode())
    for task in tasks { _ = try flow.addArc(from: task, to: pool, capacity: 1, cost: 0) }
    _ = try flow.addArc(from: pool, to: cheap, capacity: 9, cost: 1)
    _ = try flow.addArc(from: pool, to: dear, capacity: 9, cost: 5)
    let room = try flow.addArc(from: cheap, to: sink, capacity: 2, cost: 0)
    let rest = try flow.addArc(from: dear, to: sink, capacity: 9, cost: 0)
    try flow.solve()
    #expect((flow.cost, flow.flow(ofArc: room), flow.flow(ofArc: rest)) == (7, 2, 1))
    try flow.setCapacity(0, ofArc: room)
    try flow.solve()
    #expect((flow.cost, flow.flow(ofArc: rest)) == (15, 3))
    try flow.setCapacity(2, ofArc: rest)
    #expect(throws: FlowError.infeasible(node: dear, left: 1)) { try flow.solve() }
    try flow.setCapacity(1, ofArc: room)
    try flow.solve()
    #expect(flow.cost == 11)
  }

  @Test func saysWhatIsWrong() throws {
    var flow = MinCostFlow()
    let node = try flow.addNode(supply: 2)
    #expect(throws: FlowError.unbalanced(surplus: 2)) { try flow.solve() }
    let other = try flow.addNode(supply: -2)
    #expect(throws: FlowError.infeasible(node: node, left: 2)) { try flow.solve() }
    #expect(throws: FlowError.noSuchNode(7)) { try flow.addArc(from: node, to: 7, capacity: 1, cost: 1) }
    #expect(throws: FlowError.badCapacity(-1)) {
      try flow.addArc(from: node, to: other, capacity: -1, cost: 1)
    }
    #expect(throws: FlowError.badCost(.max)) {
      try flow.addArc(from: node, to: other, capacity: 1, cost: .max)
    }
    #expect(throws: FlowError.noSuchArc(0)) { try flow.setCost(1, ofArc: 0) }
    #expect(throws: FlowError.badSupply(.min)) { try flow.addNode(supply: .min) }
  }

  private func build(_ network: Instance.Network) throws -> MinCostFlow {
    var flow = MinCostFlow()
    for supply in network.supplies { _ = try flow.addNode(supply: supply) }
    for arc in network.arcs {
      _ = try flow.addArc(from: arc.from, to: arc.to, capacity: arc.capacity, cost: arc.cost)
    }
    return flow
  }

  /// Within capacities, conserved, and no arc that could carry more or less at a profit.
  private func expectOptimal(_ flow: MinCostFlow, _ network: Instance.Network) {
    var balance = network.supplies
    for (number, arc) in network.arcs.enumerated() {
      let units = flow.flow(ofArc: number)
      #expect((0...arc.capacity).contains(units))
      balance[arc.from] -= units
      balance[arc.to] += units
      let reduced = arc.cost + flow.potential(ofNode: arc.from) - flow.potential(ofNode: arc.to)
      #expect(units == arc.capacity || reduced >= 0)
      #expect(units == 0 || reduced <= 0)
    }
    #expect(balance.allSatisfy { $0 == 0 })
  }
}
