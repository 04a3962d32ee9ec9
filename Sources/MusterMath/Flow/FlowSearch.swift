/// Dijkstra's method from one node with excess to the nearest one that lacks, and the push along the path.
///
/// `O(s log s)` for s settled arcs. Nodes as far as the one at hand go on a stack, so ties cost no heap.
struct FlowSearch: Sendable {
  private var stamp: UInt32 = 0
  private var heap: [Item] = []
  private var stack: [Int32] = []
  private var settled: [Int32] = []

  struct Item {
    var key: Int
    var node: Int32
  }

  /// Makes room, and wipes the stamps long before they could come round.
  mutating func prepare(_ nodes: inout [FlowNode]) {
    stack.reserveCapacity(nodes.count)
    settled.reserveCapacity(nodes.count)
    guard stamp > .max / 2 else { return }
    stamp = 0
    for node in nodes.indices { nodes[node].stamp = 0 }
  }

  /// False where no demand can be reached; nothing is changed then.
  mutating func route(from source: Int, _ graph: FlowGraph) -> Bool {
    let (nodes, entries) = (graph.nodes, graph.entries)
    stamp &+= 1
    heap.removeAll(keepingCapacity: true)
    stack.removeAll(keepingCapacity: true)
    settled.removeAll(keepingCapacity: true)
    nodes[source].distance = 0
    nodes[source].stamp = stamp
    nodes[source].parent = -1
    stack.append(Int32(source))
    var reached = 0
    // The nearest demand so far: nothing beyond it matters.
    var (sink, bound) = (-1, Int.max)
    while true {
      let node: Int
      if let top = stack.popLast() {
        node = Int(top)
      } else {
        guard let item = pop(), item.key < bound else { break }
        node = Int(item.node)
        // A shorter way was found after this one.
        if item.key > nodes[node].distance { continue }
        reached = item.key
      }
      settled.append(Int32(node))
      let base = reached + nodes[node].potential
      let start = Int(graph.starts[node])
      for at in start..<start + Int(graph.live[node]) {
        let head = Int(entries[at].to)
        let distance = base + entries[at].cost - nodes[head].potential
        if distance >= bound || (nodes[head].stamp == stamp && nodes[head].distance <= distance) { continue }
        nodes[head].stamp = stamp
        nodes[head].distance = distance
        nodes[head].parent = Int32(at)
        if nodes[head].excess < 0 {
          (sink, bound) = (head, distance)
          if distance == reached {
            finish(source, sink, bound, graph)
            return true
          }
        } else if distance > reached {
          push(Item(key: distance, node: Int32(head)))
        } else {
          stack.append(Int32(head))
        }
      }
    }
    guard sink >= 0 else { return false }
    finish(source, sink, bound, graph)
    return true
  }

  /// Takes every node that can be reached from the source to its distance in reduced costs.
  /// - Returns: the nodes that were reached.
  mutating func reach(from source: Int, _ graph: FlowGraph) -> [Int32] {
    let (nodes, entries) = (graph.nodes, graph.entries)
    stamp &+= 1
    heap.removeAll(keepingCapacity: true)
    settled.removeAll(keepingCapacity: true)
    (nodes[source].distance, nodes[source].stamp) = (0, stamp)
    push(Item(key: 0, node: Int32(source)))
    while let item = pop() {
      let node = Int(item.node)
      if item.key > nodes[node].distance { continue }
      settled.append(item.node)
      let base = item.key + nodes[node].potential
      let start = Int(graph.starts[node])
      for at in start..<start + Int(graph.live[node]) {
        let head = Int(entries[at].to)
        let distance = base + entries[at].cost - nodes[head].potential
        if nodes[head].stamp == stamp && nodes[head].distance <= distance { continue }
        (nodes[head].distance, nodes[head].stamp) = (distance, stamp)
        push(Item(key: distance, node: Int32(head)))
      }
    }
    return settled
  }

  /// Moves the potentials of the settled nodes and pushes what the path bears.
  private func finish(_ source: Int, _ sink: Int, _ length: Int, _ graph: FlowGraph) {
    let nodes = graph.nodes
    for node in settled { nodes[Int(node)].potential += nodes[Int(node)].distance - length }
    var units = min(nodes[source].excess, -nodes[sink].excess)
    var node = sink
    while node != source {
      let entry = Int(nodes[node].parent)
      units = min(units, graph.rooms[entry])
      node = Int(graph.entries[Int(graph.entries[entry].mate)].to)
    }
    node = sink
    while node != source {
      let entry = Int(nodes[node].parent)
      let tail = Int(graph.entries[Int(graph.entries[entry].mate)].to)
      graph.push(units, along: entry, from: tail, to: node)
      node = tail
    }
    nodes[source].excess -= units
    nodes[sink].excess += units
  }

  private mutating func push(_ item: Item) {
    heap.append(item)
    heap.withUnsafeMutableBufferPointer { heap in
      var hole = heap.count - 1
      while hole > 0 {
        let parent = (hole - 1) / 4
        if heap[parent].key <= item.key { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = item
    }
  }

  private mutating func pop() -> Item? {
    guard let last = heap.popLast() else { return nil }
    if heap.isEmpty { return last }
    return heap.withUnsafeMutableBufferPointer { heap in
      let first = heap[0]
      var hole = 0
      var child = 1
      while child < heap.count {
        var least = child
        let end = min(child + 4, heap.count)
        var other = child + 1
        while other < end {
          if heap[other].key < heap[least].key { least = other }
          other += 1
        }
        if last.key <= heap[least].key { break }
        heap[hole] = heap[least]
        hole = least
        child = 4 * hole + 1
      }
      heap[hole] = last
      return first
    }
  }
}
