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
    for source in nodes.indices {
      while nodes[source].excess > 0 {
        let isRouted = nodes.withUnsafeMutableBufferPointer { nodes in
          entries.withUnsafeMutableBufferPointer { entries in
            starts.withUnsafeBufferPointer { starts in
              guard let nodes = nodes.baseAddress, let entries = entries.baseAddress,
                let starts = starts.baseAddress
              else { return false }
              return search.route(from: source, nodes: nodes, entries: entries, starts: starts)
            }
          }
        }
        guard isRouted else { throw .infeasible(node: source, left: nodes[source].excess) }
      }
    }
  }

  /// Lays the entries of every node side by side, flows and all. `O(nodes + arcs)`.
  private mutating func build() {
    for arc in arcs.indices where arcs[arc].entry >= 0 { arcs[arc].flow = flow(ofArc: arc) }
    starts = Array(repeating: 0, count: nodes.count + 1)
    for arc in arcs where !arc.isRemoved {
      starts[Int(arc.from) + 1] += 1
      starts[Int(arc.to) + 1] += 1
    }
    for node in nodes.indices { starts[node + 1] += starts[node] }
    var next = starts
    entries = Array(repeating: FlowEntry(to: 0, mate: 0, cost: 0, room: 0), count: Int(starts[nodes.count]))
    for index in arcs.indices where !arcs[index].isRemoved {
      let arc = arcs[index]
      let forward = next[Int(arc.from)]
      next[Int(arc.from)] += 1
      let backward = next[Int(arc.to)]
      next[Int(arc.to)] += 1
      entries[Int(forward)] = FlowEntry(
        to: arc.to, mate: backward, cost: arc.cost, room: arc.capacity - arc.flow)
      entries[Int(backward)] = FlowEntry(to: arc.from, mate: forward, cost: -arc.cost, room: arc.flow)
      arcs[index].entry = forward
    }
    isBuilt = true
  }

  /// Gives new nodes potentials under which few arcs have to be filled at once: at first the lengths of shortest
  /// paths from anywhere, in a few rounds; later what suits the arcs to the nodes that have theirs.
  private mutating func startPotentials() {
    if knownNodes == 0 {
      for _ in 0..<8 {
        var isSettled = true
        for arc in arcs where !arc.isRemoved && arc.capacity > 0 {
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
        for at in Int(starts[node])..<Int(starts[node + 1]) where entries[at].room > 0 && entries[at].to < node {
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
    for index in changed where !arcs[index].isRemoved {
      arcs[index].isChanged = false
      let arc = arcs[index]
      let (forward, from, to) = (Int(arc.entry), Int(arc.from), Int(arc.to))
      let backward = Int(entries[forward].mate)
      let flow = entries[backward].room
      let reduced = arc.cost + nodes[from].potential - nodes[to].potential
      let wanted = reduced < 0 ? arc.capacity : reduced > 0 ? 0 : min(flow, arc.capacity)
      nodes[from].excess += flow - wanted
      nodes[to].excess -= flow - wanted
      entries[forward].cost = arc.cost
      entries[backward].cost = -arc.cost
      entries[forward].room = arc.capacity - wanted
      entries[backward].room = wanted
    }
    changed.removeAll(keepingCapacity: true)
  }
}
