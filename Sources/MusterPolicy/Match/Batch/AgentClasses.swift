import MusterMath

/// Agents that are the same to all who look at them, put together: for a network one node (Gog et al., "Firmament",
/// OSDI'16: equivalence classes). The first of a class stands for all of it.
struct AgentClasses: Sendable {
  private struct Class: Sendable {
    var members: [Int32]
    /// Of each member.
    var slots: Int
  }

  private var classes: [Class] = []
  private var classOfRow: [Int32]
  private var classOfMark = RowIndex()

  /// - Parameter count: how many rows there are.
  init(count: Int) { classOfRow = Array(repeating: -1, count: count) }

  /// Adds an agent unless it is there.
  /// - Parameter mark: a hash of what is to be the same, but for the slots.
  mutating func add(_ row: Int32, mark: UInt64, slots: Int) {
    if classOfRow[Int(row)] >= 0 { return }
    let mark = Mix.hash(mark, UInt64(slots))
    if let known = classOfMark[mark] {
      classes[Int(known)].members.append(row)
      classOfRow[Int(row)] = known
    } else {
      classOfMark.insert(mark, Int32(classes.count))
      classOfRow[Int(row)] = Int32(classes.count)
      classes.append(Class(members: [row], slots: slots))
    }
  }

  /// Whether the agent stands for its class.
  func isFirst(_ row: Int32) -> Bool { classes[Int(classOfRow[Int(row)])].members[0] == row }

  func size(of row: Int32) -> Int { classes[Int(classOfRow[Int(row)])].members.count }

  /// The slots of the class for which an agent stands; none for one that stands for none.
  func slots(of row: Int) -> Int {
    guard row < classOfRow.count, classOfRow[row] >= 0 else { return 0 }
    let own = classes[Int(classOfRow[row])]
    return own.members[0] == Int32(row) ? own.slots * own.members.count : 0
  }

  /// What each agent gets of what its class gets. One after the other is filled as far as it goes; where that leaves
  /// something over, the class is dealt out evenly, which always goes out even.
  ///
  /// - Parameter lists: of each the agents, how many fit on each of them, and what those get that stand for classes.
  /// - Returns: by the agents of the lists.
  func share(_ lists: [(agents: [Int32], room: [Int], counts: [Int])]) -> [[Int]] {
    let open = lists.map { list in
      zip(list.agents.filter { isFirst($0) }, list.counts).map { row, units in
        (number: Int(classOfRow[Int(row)]), units: units)
      }
    }
    var shares = lists.map { $0.agents.map { _ in 0 } }
    var left = Array(repeating: 0, count: classOfRow.count)
    for own in classes { for row in own.members { left[Int(row)] = own.slots } }
    var isDealt = Array(repeating: false, count: classes.count)
    var wanted = Array(repeating: 0, count: classes.count)
    for (at, list) in lists.enumerated() {
      for (number, units) in open[at] { wanted[number] = units }
      for (place, row) in list.agents.enumerated() {
        let number = Int(classOfRow[Int(row)])
        shares[at][place] = min(wanted[number], list.room[place], left[Int(row)])
        left[Int(row)] -= shares[at][place]
        wanted[number] -= shares[at][place]
      }
      for (number, _) in open[at] where wanted[number] > 0 {
        isDealt[number] = true
        wanted[number] = 0
      }
    }
    if isDealt.contains(true) { deal(isDealt, open, lists.map(\.agents), &shares) }
    return shares
  }

  /// Hands the units of the marked classes round, each list going on where the one before ended.
  private func deal(
    _ isDealt: [Bool], _ open: [[(number: Int, units: Int)]], _ lists: [[Int32]], _ shares: inout [[Int]]
  ) {
    var place = Array(repeating: 0, count: classOfRow.count)
    for own in classes { for (at, row) in own.members.enumerated() { place[Int(row)] = at } }
    var wanted = Array(repeating: 0, count: classes.count)
    var turn = wanted
    for (at, agents) in lists.enumerated() {
      for (number, units) in open[at] { wanted[number] = units }
      for (index, row) in agents.enumerated() where isDealt[Int(classOfRow[Int(row)])] {
        let number = Int(classOfRow[Int(row)])
        let (units, size) = (wanted[number], classes[number].members.count)
        // How far behind the one whose turn it is.
        let behind = (place[Int(row)] - turn[number] % size + size) % size
        shares[at][index] = units / size + (behind < units % size ? 1 : 0)
      }
      for (number, units) in open[at] { turn[number] += units }
    }
  }
}
