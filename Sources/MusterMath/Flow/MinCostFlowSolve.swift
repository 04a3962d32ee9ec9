/// Building the graph, mending what changed, and routing the excess.
extension MinCostFlow {
  /// Routes every supply to demands at the least cost. After an error the flow so far stays, and the next call goes on
  /// from it.
  public mutating func solve() throws(FlowError) {
    guard surplus == 0 else { throw .unbalanced(surplus: surplus) }
    if !isBuilt { build() }
    startPotentials()
    mend()
    search.prepare(&nodes)
    var search = search
    defer { self.search = search }
    let failed =
      withGraph { graph, count -> Int? in
        for source in 0..<count {
          while graph.nodes[source].excess > 0 {
            guard search.route(from: source, graph) else { return source }
          }
        }
        return nil
      } ?? nodes.firstIndex { $0.excess > 0 }
    if let failed { throw .infeasible(node: failed, left: nodes[failed].excess) }
  }

  /// The greatest potentials that prove the last solution optimal and are zero at `root`; nil for nodes to which
  /// nothing more could be sent from there. All optimal flows have the same, so what is made of them does not depend on
  /// how the solution was come by. `O(a + n log n)`; changes since the last solution are not seen.
  public mutating func greatestPotentials(from root: Int) throws(FlowError) -> [Int?] {
    try check(node: root)
    search.prepare(&nodes)
    var search = search
    let reached = withGraph { graph, _ in search.reach(from: root, graph) } ?? [Int32(root)]
    self.search = search
    var greatest: [Int?] = Array(repeating: nil, count: nodes.count)
    for node in reached.map({ Int($0) }) {
      greatest[node] = nodes[node].distance + nodes[node].potential - nodes[root].potential
    }
    return greatest
  }

  /// Has the first solution begin from these potentials, one a node. Where they are optimal ones every unit finds its way
  /// without a detour.
  public mutating func start(from potentials: [Int]) {
    precondition(potentials.count == nodes.count, "every node has a potential")
    for node in nodes.indices { nodes[node].potential = potentials[node] }
    knownNodes = nodes.count
  }

  /// Lays the entries of every node side by side, flows and all. `O(nodes + arcs)`.
  private mutating func build() {
    for arc in arcs.indices where entryOfArc[arc] >= 0 { arcs[arc].flow = flow(ofArc: arc) }
    starts = Array(repeating: 0, count: nodes.count + 1)
    for arc in arcs where arc.isInGraph {
      starts[Int(arc.from) + 1] += 1
      starts[Int(arc.to) + 1] += 1
    }
    for node in nodes.indices { starts[node + 1] += starts[node] }
    // Those with room from the front, the others from the back.
    live = Array(repeating: 0, count: nodes.count)
    var ends = Array(starts.dropFirst())
    func place(_ node: Int32, hasRoom: Bool) -> Int32 {
      let node = Int(node)
      if hasRoom {
        live[node] += 1
        return starts[node] + live[node] - 1
      }
      ends[node] -= 1
      return ends[node]
    }
    let count = Int(starts[nodes.count])
    entries = Array(repeating: FlowEntry(to: 0, mate: 0, cost: 0), count: count)
    rooms = Array(repeating: 0, count: count)
    owners = Array(repeating: 0, count: count)
    for index in arcs.indices where arcs[index].isInGraph {
      let arc = arcs[index]
      let forward = place(arc.from, hasRoom: arc.flow < arc.capacity)
      let backward = place(arc.to, hasRoom: arc.flow > 0)
      entries[Int(forward)] = FlowEntry(to: arc.to, mate: backward, cost: arc.cost)
      entries[Int(backward)] = FlowEntry(to: arc.from, mate: forward, cost: -arc.cost)
      rooms[Int(forward)] = max(arc.capacity - arc.flow, 0)
      rooms[Int(backward)] = arc.flow
      owners[Int(forward)] = Int32(2 * index)
      owners[Int(backward)] = Int32(2 * index + 1)
      entryOfArc[index] = forward
    }
    isBuilt = true
  }

  /// Gives new nodes potentials under which few arcs have to be filled at once: at first the lengths of shortest
  /// paths from anywhere, in a few rounds; later what suits the arcs to the nodes that have theirs.
  private mutating func startPotentials() {
    if knownNodes == 0 {
      for _ in 0..<8 {
        var isSettled = true
        for arc in arcs where arc.isInGraph && arc.capacity > 0 {
          let reach = nodes[Int(arc.from)].potential + arc.cost
          guard reach < nodes[Int(arc.to)].potential else { continue }
          nodes[Int(arc.to)].potential = reach
          isSettled = false
        }
        if isSettled { break }
      }
    } else {
      for node in knownNodes..<nodes.count {
        var potential: Int?
        let start = Int(starts[node])
        for at in start..<start + Int(live[node]) where entries[at].to < node {
          potential = max(potential ?? .min, nodes[Int(entries[at].to)].potential - entries[at].cost)
        }
        nodes[node].potential = potential ?? 0
      }
    }
    knownNodes = nodes.count
  }

  /// Takes changed costs and capacities over; flow that the potentials speak against is taken back or filled up, and
  /// the difference becomes excess.
  private mutating func mend() {
    let changed = changed
    self.changed.removeAll(keepingCapacity: true)
    for index in changed where !arcs[index].isRemoved { arcs[index].isChanged = false }
    for index in changed where arcs[index].from == arcs[index].to {
      arcs[index].flow = arcs[index].cost < 0 ? arcs[index].capacity : 0
    }
    let arcs = arcs
    _ = withGraph { graph, _ in
      for index in changed where arcs[index].isInGraph { graph.mend(arcs[index], index) }
    }
  }

  /// Runs `body` on the graph and how many nodes it has; nil where it has no arc.
  private mutating func withGraph<Result>(_ body: (FlowGraph, Int) -> Result) -> Result? {
    let count = nodes.count
    guard !entries.isEmpty else { return nil }
    return nodes.withUnsafeMutableBufferPointer { nodes in
      starts.withUnsafeMutableBufferPointer { starts in
        live.withUnsafeMutableBufferPointer { live in
          entries.withUnsafeMutableBufferPointer { entries in
            rooms.withUnsafeMutableBufferPointer { rooms in
              owners.withUnsafeMutableBufferPointer { owners in
                entryOfArc.withUnsafeMutableBufferPointer { entryOfArc in
                  FlowGraph(
                    nodes: nodes, starts: starts, live: live, entries: entries, rooms: rooms, owners: owners,
                    entryOfArc: entryOfArc
                  ).map { body($0, count) }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension FlowGraph {
  func mend(_ arc: FlowArc, _ index: Int) {
    let (from, to) = (Int(arc.from), Int(arc.to))
    let forward = Int(entryOfArc[index])
    let backward = Int(entries[forward].mate)
    let flow = rooms[backward]
    let reduced = arc.cost + nodes[from].potential - nodes[to].potential
    let wanted = reduced < 0 ? arc.capacity : reduced > 0 ? 0 : min(flow, arc.capacity)
    nodes[from].excess += flow - wanted
    nodes[to].excess -= flow - wanted
    entries[forward].cost = arc.cost
    entries[backward].cost = -arc.cost
    setRoom(arc.capacity - wanted, of: forward, at: from)
    setRoom(wanted, of: Int(entries[Int(entryOfArc[index])].mate), at: to)
  }
}
