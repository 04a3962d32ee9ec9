import MusterMath

/// The levels of ``CascadeFront``'s dynamic program: sets of agents of one size with the ways through them.
struct CascadeSearch {
  /// A way through a set of agents, ending with one that all tasks go on from if rejected.
  private struct Way {
    var cost: Int64
    /// Tasks accepted with a right answer so far.
    var solved: Int32
    /// Its agents, a byte each, the first in the lowest; enough for 8.
    var stages: UInt64
  }

  private struct Node {
    var set: AgentSet
    var ways: [Way]
  }

  private let table: CascadeTable
  private let budget: Int64
  /// For each agent the tasks that it is accepted on, and those it is right on, 64 a word.
  private let accepted: [[UInt64]]
  private let right: [[UInt64]]
  /// For each agent the costs by task.
  private let costs: [[Int64]]

  private var level: [Node] = []
  private var size = 0
  private(set) var front = CostFront<[Int]>()

  /// Agents as bits; more than there are words for are left out of the search.
  typealias AgentSet = SIMD4<UInt64>
  static let agentLimit = 256
  static let stageLimit = 8

  init(table: CascadeTable, budget: Int64) {
    self.table = table
    self.budget = budget
    let words = (table.tasks + 63) / 64
    func bits(_ agent: Int, _ holds: (CascadeTable.Cell) -> Bool) -> [UInt64] {
      var bits = Array(repeating: UInt64(0), count: words)
      for task in 0..<table.tasks where holds(table[task, agent]) { bits[task / 64] |= 1 << (task % 64) }
      return bits
    }
    let agents = 0..<min(table.agents, Self.agentLimit)
    accepted = agents.map { bits($0, \.isAccepted) }
    right = agents.map { bits($0, \.isRight) }
    costs = agents.map { agent in (0..<table.tasks).map { table[$0, agent].cost } }
    level = [Node(set: .zero, ways: [Way(cost: 0, solved: 0, stages: 0)])]
  }

  var isDone: Bool { level.isEmpty || size == Self.stageLimit }

  /// Goes from the sets of one size to those with one agent more.
  /// - Returns: whether everything found was kept.
  mutating func deepen(widest: Int, ways: Int) -> Bool {
    // Looked up only; the order of first sight is that of the nodes.
    var nodeOf: [AgentSet: Int] = [:]
    var next: [Node] = []
    var isWhole = true
    var left = Array(repeating: UInt64(0), count: (table.tasks + 63) / 64)
    for node in level {
      fill(&left, after: node.set)
      for agent in accepted.indices where !node.set.contains(agent) {
        let gain = step(agent, over: left)
        guard let cheapest = node.ways.map(\.cost).min(), cheapest + gain.cost <= budget else { continue }
        var set = node.set
        set.insert(agent)
        let place = nodeOf[set] ?? next.count
        if place == next.count {
          nodeOf[set] = place
          next.append(Node(set: set, ways: []))
        }
        for way in node.ways where way.cost + gain.cost <= budget {
          let longer = Way(
            cost: way.cost + gain.cost, solved: way.solved + gain.solved,
            stages: way.stages | UInt64(agent) << UInt64(8 * size))
          note(longer, last: gain.lastRight)
          if !Self.keep(longer, among: &next[place].ways, limit: ways) { isWhole = false }
        }
      }
    }
    size += 1
    if next.count > widest {
      isWhole = false
      next = Self.bestOf(next, widest)
    }
    level = next
    return isWhole
  }

  /// The tasks that no agent of the set is accepted on.
  private func fill(_ left: inout [UInt64], after set: AgentSet) {
    for word in left.indices { left[word] = .max }
    if let last = left.indices.last, table.tasks % 64 != 0 { left[last] = (1 << (table.tasks % 64)) - 1 }
    for agent in accepted.indices where set.contains(agent) {
      for word in left.indices { left[word] &= ~accepted[agent][word] }
    }
  }

  /// What an agent costs on the tasks that are left, how many it solves, and on how many it is right though rejected.
  private func step(_ agent: Int, over left: [UInt64]) -> (cost: Int64, solved: Int32, lastRight: Int32) {
    var cost: Int64 = 0
    var solved = 0
    var lastRight = 0
    for word in left.indices {
      let both = left[word] & right[agent][word]
      solved += (both & accepted[agent][word]).nonzeroBitCount
      lastRight += (both & ~accepted[agent][word]).nonzeroBitCount
      var bits = left[word]
      while bits != 0 {
        cost += costs[agent][word * 64 + bits.trailingZeroBitCount]
        bits &= bits - 1
      }
    }
    return (cost, Int32(solved), Int32(lastRight))
  }

  /// Notes a whole cascade: its last agent's answers stand even where they are rejected.
  private mutating func note(_ way: Way, last: Int32) {
    front.note(
      CascadeTable.Result(solved: Int(way.solved + last), cost: way.cost),
      (0...size).map { Int(way.stages >> UInt64(8 * $0) & 0xff) })
  }

  /// Adds a way unless another costs no more and solves as much; drops those that it beats so.
  /// - Returns: false where there was no room for one that nothing beats.
  private static func keep(_ way: Way, among ways: inout [Way], limit: Int) -> Bool {
    if ways.contains(where: { $0.cost <= way.cost && $0.solved >= way.solved }) { return true }
    ways.removeAll { $0.cost >= way.cost && $0.solved <= way.solved }
    ways.append(way)
    guard ways.count > limit else { return true }
    // Of the cheapest ways, the last is given up.
    if let dearest = ways.indices.max(by: { ways[$0].cost < ways[$1].cost }) { ways.remove(at: dearest) }
    return false
  }

  /// So many of the nodes, in turn over the numbers of tasks solved, the cheapest of each first.
  private static func bestOf(_ nodes: [Node], _ count: Int) -> [Node] {
    let keys = nodes.map { node in
      (solved: node.ways.map(\.solved).max() ?? 0, cost: node.ways.map(\.cost).min() ?? 0)
    }
    let order = nodes.indices.sorted {
      if keys[$0].solved != keys[$1].solved { return keys[$0].solved > keys[$1].solved }
      return keys[$0].cost != keys[$1].cost ? keys[$0].cost < keys[$1].cost : $0 < $1
    }
    var rank = 0
    var ranked: [(rank: Int, index: Int)] = []
    for (place, index) in order.enumerated() {
      rank = place > 0 && keys[order[place - 1]].solved == keys[index].solved ? rank + 1 : 0
      ranked.append((rank, index))
    }
    ranked.sort { $0.rank != $1.rank ? $0.rank < $1.rank : $0.index < $1.index }
    return ranked.prefix(count).map(\.index).sorted().map { nodes[$0] }
  }
}

extension CascadeSearch.AgentSet {
  fileprivate func contains(_ agent: Int) -> Bool { self[agent / 64] >> UInt64(agent % 64) & 1 != 0 }
  fileprivate mutating func insert(_ agent: Int) { self[agent / 64] |= 1 << UInt64(agent % 64) }
}
