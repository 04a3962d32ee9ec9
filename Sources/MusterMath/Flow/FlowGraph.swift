/// A node as the search sees it: all that one visit needs lies on half a cache line.
struct FlowNode {
  /// What makes the reduced cost of an arc, `cost + potential(tail) - potential(head)`, at least 0 while it has room.
  var potential = 0
  /// From the source of the search that `stamp` counts.
  var distance = 0
  /// What has arrived or is supplied, less what is sent or wanted.
  var excess = 0
  var stamp: UInt32 = 0
  /// The entry by which the search came here.
  var parent: Int32 = -1
}

/// One direction of an arc in the residual graph.
struct FlowEntry {
  var to: Int32
  /// The entry of the other direction.
  var mate: Int32
  var cost: Int
  /// How much more may go this way.
  var room: Int
}

/// An arc as the caller gave it.
struct FlowArc {
  var from: Int32
  var to: Int32
  var capacity: Int
  var cost: Int
  var flow = 0
  /// Its forward entry; -1 while the graph has to be rebuilt for it.
  var entry: Int32 = -1
  var isRemoved = false
  var isChanged = true
}
