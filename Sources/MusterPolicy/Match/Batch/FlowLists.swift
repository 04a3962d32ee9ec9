import MusterCore
import MusterMath

/// The tasks of a batch by shape, with the best agents of each: what a ``FlowNetwork`` is made of.
struct FlowLists: Sendable {
  let room: BatchRoom
  /// What a task costs that waits.
  private(set) var waiting = 0
  private var lists: [List] = []
  /// The gangs, as ranges of the frame's tasks.
  private var gangs: [Range<Int>]

  private struct List: Sendable {
    var key: UInt64
    /// Places in the frame.
    var tasks: [Int]
    /// Best first.
    var candidates: Candidates
    var costs: [Int] = []
  }

  /// - Parameters: as those of ``FlowMatch``.
  init(
    _ units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel, each: Int, arcs: Int,
    wait: Double
  ) {
    let tasks = units.flatMap { Array($0) }
    room = BatchRoom(tasks, in: frame, each: each)
    gangs = units.filter { $0.count > 1 }
    var listOfShape: [Int32: Int] = [:]
    for task in tasks {
      let shape = frame.shapes[task]
      let isByShape = funnel.isByShape(task, in: frame)
      if isByShape, let known = listOfShape[shape] {
        lists[known].tasks.append(task)
        continue
      }
      if isByShape { listOfShape[shape] = lists.count }
      var best = room.shortlist(for: task, of: tasks.count, atMost: arcs, in: frame, from: &funnel)
      let scores = best.scores
      best.keep { at, _ in Double(scores[at]) >= wait }
      // Shapes on one side, tasks by themselves on the other.
      let key = isByShape ? UInt64(shape) << 1 : UInt64(task) << 1 | 1
      lists.append(List(key: key, tasks: [task], candidates: best))
    }
    setCosts(wait)
  }

  /// Scores as whole costs below `MinCostFlow.limit`, by how much they are worse than the best of all. To wait costs
  /// more than every list could lose by making room once, or what `wait` says if that is less.
  private mutating func setCosts(_ wait: Double) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for list in lists {
      for score in list.candidates.scores {
        least = min(least, Double(score))
        most = max(most, Double(score))
      }
    }
    guard most > -.infinity else { return }
    let width = Int.bitWidth - (lists.count + 1).leadingZeroBitCount
    let bits = 37 - width
    let spread = max(most - least, .leastNormalMagnitude)
    let scale = min(Double(sign: .plus, exponent: bits - Int(spread.exponent) - 1, significand: 1), 0x1p200)
    let always = Double((lists.count + 1) << bits)
    waiting = Int(max(min((most - wait) * scale, always), 0).rounded())
    for at in lists.indices {
      lists[at].costs = lists[at].candidates.scores.map { Int(((most - Double($0)) * scale).rounded()) }
    }
  }

  /// What is to be sent; each agent takes as many of a shape as have room there.
  func groups(in frame: borrowing Frame) -> [FlowNetwork.Group] {
    var groups: [FlowNetwork.Group] = []
    for list in lists {
      let alone = list.tasks.first.map { BatchRoom([$0], in: frame, each: .max) }
      var arcs: [(agent: Int32, cost: Int, capacity: Int)] = []
      for (row, cost) in zip(list.candidates.agents, list.costs) {
        let fitting = alone?.slots(of: Int(row), in: frame) ?? 0
        arcs.append((row, cost, min(fitting, list.tasks.count)))
      }
      groups.append(FlowNetwork.Group(key: list.key, count: list.tasks.count, arcs: arcs))
    }
    return groups
  }

  /// Writes what the network says, the better agents to the earlier tasks of a shape.
  func write(_ units: [[Int]], into choices: inout [Choice?]) {
    for (list, counts) in zip(lists, units) {
      var next = 0
      for (at, count) in counts.enumerated() {
        for _ in 0..<count where next < list.tasks.count {
          choices[list.tasks[next]] = Choice(
            agent: Int(list.candidates.agents[at]), score: list.candidates.scores[at], propensity: 1)
          next += 1
        }
      }
    }
  }

  /// Takes the last gang out of which only a part was placed.
  /// - Returns: whether there was one.
  mutating func leaveOutTorn(_ choices: [Choice?]) -> Bool {
    let torn = gangs.lastIndex { gang in
      let placed = gang.count { choices[$0] != nil }
      return placed > 0 && placed < gang.count
    }
    guard let torn else { return false }
    let gang = gangs.remove(at: torn)
    for at in lists.indices { lists[at].tasks.removeAll { gang.contains($0) } }
    return true
  }
}
