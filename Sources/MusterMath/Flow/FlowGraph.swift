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
}

/// An arc as the caller gave it.
struct FlowArc {
  var from: Int32
  var to: Int32
  var capacity: Int
  var cost: Int
  var flow = 0
  var isRemoved = false
  var isChanged = true

  /// Whether it leads from one node to another; a loop is full or empty by its own cost.
  var isInGraph: Bool { !isRemoved && from != to }
}

/// The residual graph as pointers, for the time of one call.
///
/// The entries of node i begin at `starts[i]`; the first `live[i]` of them are those with room, so a search does not
/// look at the others. Entries change places for that, and `entryOfArc` follows the forward ones.
struct FlowGraph {
  var nodes: UnsafeMutablePointer<FlowNode>
  var starts: UnsafeMutablePointer<Int32>
  var live: UnsafeMutablePointer<Int32>
  var entries: UnsafeMutablePointer<FlowEntry>
  /// Of each entry, how much more may go this way.
  var rooms: UnsafeMutablePointer<Int>
  /// Of each entry, twice the number of its arc, and one more where it is the backward one.
  var owners: UnsafeMutablePointer<Int32>
  /// The forward entry of each arc.
  var entryOfArc: UnsafeMutablePointer<Int32>

  /// Nil where there is no node.
  init?(
    nodes: UnsafeMutableBufferPointer<FlowNode>, starts: UnsafeMutableBufferPointer<Int32>,
    live: UnsafeMutableBufferPointer<Int32>, entries: UnsafeMutableBufferPointer<FlowEntry>,
    rooms: UnsafeMutableBufferPointer<Int>, owners: UnsafeMutableBufferPointer<Int32>,
    entryOfArc: UnsafeMutableBufferPointer<Int32>
  ) {
    guard let nodes = nodes.baseAddress, let starts = starts.baseAddress, let live = live.baseAddress,
      let entries = entries.baseAddress, let rooms = rooms.baseAddress, let owners = owners.baseAddress,
      let entryOfArc = entryOfArc.baseAddress
    else { return nil }
    (self.nodes, self.starts, self.live, self.entries) = (nodes, starts, live, entries)
    (self.rooms, self.owners, self.entryOfArc) = (rooms, owners, entryOfArc)
  }

  /// Sends units over an entry with room for them.
  func push(_ units: Int, along entry: Int, from tail: Int, to head: Int) {
    let mate = Int(entries[entry].mate)
    setRoom(rooms[mate] + units, of: mate, at: head)
    setRoom(rooms[entry] - units, of: entry, at: tail)
  }

  /// Gives an entry of `node` this room, and its place among those with room or those without.
  func setRoom(_ room: Int, of entry: Int, at node: Int) {
    let wasLive = rooms[entry] > 0
    rooms[entry] = room
    guard wasLive != (room > 0) else { return }
    if wasLive { live[node] -= 1 }
    swap(entry, Int(starts[node] + live[node]))
    if !wasLive { live[node] += 1 }
  }

  private func swap(_ a: Int, _ b: Int) {
    guard a != b else { return }
    (entries[a], entries[b]) = (entries[b], entries[a])
    (rooms[a], rooms[b]) = (rooms[b], rooms[a])
    (owners[a], owners[b]) = (owners[b], owners[a])
    settle(a)
    settle(b)
  }

  /// Tells an entry's mate and its arc where it lies.
  private func settle(_ entry: Int) {
    entries[Int(entries[entry].mate)].mate = Int32(entry)
    if owners[entry] & 1 == 0 { entryOfArc[Int(owners[entry] >> 1)] = Int32(entry) }
  }
}
