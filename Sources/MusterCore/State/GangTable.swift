import MusterMath

/// Living gangs and their members, in the order of submission. Derived from the submitted tasks.
struct GangTable: Sendable {
  private var rows = RowIndex()
  private var members: [[TaskID]] = []
  private var freeRows: [Int32] = []

  func members(of gang: GangID) -> [TaskID]? { rows[gang.rawValue].map { members[Int($0)] } }

  mutating func add(_ task: TaskID, to gang: GangID) {
    if let row = rows[gang.rawValue] {
      members[Int(row)].append(task)
    } else if let row = freeRows.popLast() {
      members[Int(row)] = [task]
      rows.insert(gang.rawValue, row)
    } else {
      rows.insert(gang.rawValue, Int32(members.count))
      members.append([task])
    }
  }

  /// Forgets a member that ended; the gang goes with its last one.
  mutating func remove(_ task: TaskID, from gang: GangID) {
    guard let row = rows[gang.rawValue] else { return }
    members[Int(row)].removeAll { $0 == task }
    if members[Int(row)].isEmpty {
      rows.remove(gang.rawValue)
      freeRows.append(row)
    }
  }
}
