import MusterCore
import MusterMath

/// The tasks of a batch by shape, with the best agents of each: what a ``FlowNetwork`` is made of.
struct FlowLists: Sendable {
  private let each: Int
  /// What a task costs that waits.
  private(set) var waiting = 0
  /// Agents that are the same to every list.
  private var classes = AgentClasses(count: 0)
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
    /// How many of the tasks fit on each candidate.
    var room: [Int] = []
  }

  /// - Parameters: as those of ``FlowMatch``.
  init(
    _ units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel, each: Int, arcs: Int,
    wait: Double
  ) {
    let tasks = units.flatMap { Array($0) }
    self.each = each
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
      // As many as would take all tasks, were they all of this shape.
      let alone = BatchRoom([task], in: frame, each: each)
      var best = alone.shortlist(for: task, of: tasks.count, atMost: arcs, in: frame, from: &funnel)
      let scores = best.scores
      best.keep { at, _ in Double(scores[at]) >= wait }
      // Shapes on one side, tasks by themselves on the other.
      let key = isByShape ? UInt64(shape) << 1 : frame.tasks[task].id.rawValue << 1 | 1
      lists.append(List(key: key, tasks: [task], candidates: best))
    }
    setCosts(wait)
  }

  /// Scores as whole costs below `MinCostFlow.limit`, by how much they are worse than a mark that no score is above. Mark
  /// and steps are powers of two and their multiples, so that they mostly stay from round to round, and with them the
  /// costs of what did not change. To wait costs more than every list could lose by making room once, or what `wait`
  /// says if that is less.
  private mutating func setCosts(_ wait: Double) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for list in lists {
      for score in list.candidates.scores {
        least = min(least, Double(score))
        most = max(most, Double(score))
      }
    }
    guard most > -.infinity else { return }
    let width = max(Int.bitWidth - (lists.count + 1).leadingZeroBitCount, FlowLists.leastWidth)
    let bits = 37 - width
    let spread = most > least ? most - least : 1
    // The scores lie within two steps of this size.
    let size = Double(sign: .plus, exponent: Int(spread.exponent) + 1, significand: 1)
    let mark = (most / size).rounded(.up) * size
    let scale = min(Double(sign: .plus, exponent: bits - 1, significand: 1) / size, 0x1p200)
    let always = Double((lists.count + 1) << bits)
    waiting = Int(max(min((mark - wait) * scale, always), 0).rounded())
    for at in lists.indices {
      lists[at].costs = lists[at].candidates.scores.map { Int(((mark - Double($0)) * scale).rounded()) }
    }
  }

  /// Places for the number of lists, so that a list more or less seldom changes the steps.
  private static let leastWidth = 12

  /// What is to be sent. Of a shape each agent takes as many as have room there, and of all together as many as have room
  /// if they want as much as those for which it is a candidate do on average: exact for tasks of one shape, else an
  /// estimate. Agents that are the same to every list are put together: in the groups the first of them stands for all.
  /// O(tasks + candidates).
  mutating func groups(in frame: borrowing Frame) -> [FlowNetwork.Group] {
    var marks = Array(repeating: UInt64(0), count: frame.agentCount)
    var totals = Array(repeating: (resources: Resources.zero, milli: 0, tasks: 0), count: frame.agentCount)
    for at in lists.indices {
      let alone = lists[at].tasks.first.map { BatchRoom([$0], in: frame, each: .max) }
      lists[at].room = lists[at].candidates.agents.map { row in
        min(alone?.slots(of: Int(row), in: frame) ?? 0, lists[at].tasks.count)
      }
      for (place, row) in lists[at].candidates.agents.enumerated() {
        let worth = UInt64(lists[at].costs[place]) << 20 | UInt64(lists[at].room[place])
        marks[Int(row)] = Mix.hash(marks[Int(row)], UInt64(at), worth)
      }
      guard let first = lists[at].tasks.first else { continue }
      let (demand, count) = (frame.tasks[first].demand, lists[at].tasks.count)
      let all = Resources(lanes: demand.resources.lanes &* Int64(count))
      for row in lists[at].candidates.agents {
        totals[Int(row)].resources += all
        totals[Int(row)].milli += demand.devices.totalMilli * count
        totals[Int(row)].tasks += count
      }
    }
    classes = AgentClasses(count: frame.agentCount)
    for list in lists {
      for row in list.candidates.agents {
        let total = totals[Int(row)]
        let room = BatchRoom(total: total.resources, milli: total.milli, tasks: total.tasks, each: each)
        // Each of those that it is a candidate for fits alone.
        let slots = min(max(room.slots(of: Int(row), in: frame), 1), total.tasks)
        classes.add(row, mark: marks[Int(row)], slots: slots)
      }
    }
    return lists.map { list in
      var group = FlowNetwork.Group(key: list.key, count: list.tasks.count, arcs: [])
      for (place, row) in list.candidates.agents.enumerated() where classes.isFirst(row) {
        let capacity = min(list.room[place] * classes.size(of: row), list.tasks.count)
        group.arcs.append((row, list.costs[place], capacity))
      }
      return group
    }
  }

  /// How many tasks the agents for which the one in the row stands can take together.
  func slots(of row: Int) -> Int { classes.slots(of: row) }

  /// Writes what the network says, the better agents to the earlier tasks of a shape.
  func write(_ units: [[Int]], into choices: inout [Choice?]) {
    let shares = classes.share(
      zip(lists, units).map { list, counts in
        (list.candidates.agents, list.room, counts)
      })
    for (list, counts) in zip(lists, shares) {
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
